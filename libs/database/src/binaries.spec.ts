import { chmod, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { heal } from './binaries.ts';

describe('the PostgreSQL that npm installed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'naïve folder '));
    await mkdir(join(folder, 'native/lib'), { recursive: true });
    await writeFile(join(folder, 'native/lib/libpq.so.5.18'), 'library');
    await writeFile(
      join(folder, 'native/pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gets the links that an install script would have made, whatever its path is called, and keeps them', async () => {
    await heal(folder, []);
    await heal(folder, []);
    expect(await readlink(join(folder, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readFile(join(folder, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
  });

  it('is made executable', async () => {
    const program = join(folder, 'initdb');
    await writeFile(program, '#!/bin/sh\nexit 0\n', { mode: 0o644 });
    await heal(folder, [program]);
  });

  it('that cannot run says in one line why', async () => {
    const program = join(folder, 'initdb');
    await writeFile(program, '#!/bin/sh\necho "libicuuc.so.60: cannot open shared object file" >&2\nexit 127\n');
    await chmod(program, 0o755);
    await expect(heal(folder, [program])).rejects.toThrow(/^The PostgreSQL .* libicuuc\.so\.60: cannot open [^\n]*$/);
  });

  it('whose links cannot be made says in one line what to do', async () => {
    await writeFile(
      join(folder, 'native/pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/no-such-folder/libpq.so.5' }]),
    );
    await expect(heal(folder, [])).rejects.toThrow(
      /^PostgreSQL's libraries in .* lack their links.*`npm rebuild`[^\n]*$/,
    );
  });
});
