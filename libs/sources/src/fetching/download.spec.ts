import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '../catalogue.ts';
import { readDownloads } from './download.ts';

describe('what is fetched', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'demarche-lists-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const readWith = async (yaml: string) => {
    await writeFile(join(folder, 'lists.yaml'), yaml);
    return readDownloads(catalogue, join(folder, 'lists.yaml'));
  };

  it('are the lists whose authority serves a file, over TLS, with folders for the redirects', async () => {
    const downloads = await readDownloads(catalogue);
    expect([...downloads.keys()]).toEqual(['un-sc', 'us-ofac-sdn', 'us-ofac-nonsdn', 'gb-uksl', 'eu-fsf', 'ca-sema']);
    // The built-in ones pass the check that an operator's have to.
    const same = await readWith([...downloads].map(([list, { url }]) => `${list}: { url: '${url}' }`).join('\n'));
    expect(same).toEqual(downloads);
  });

  it('can be told otherwise, member by member', async () => {
    const downloads = await readWith(`
un-sc: off
us-ofac-sdn: { everyMinutes: 5, listing: null }
kz-afm: { url: https://example.org/afm.xml, everyMinutes: 60, staleAfterDays: 1 }`);
    expect(downloads.has('un-sc')).toBe(false);
    expect(downloads.get('us-ofac-sdn')).toMatchObject({
      url: expect.stringContaining('/exports/SDN.XML'),
      everyMinutes: 5,
      listing: null,
      staleAfterDays: 2,
    });
    expect(downloads.get('kz-afm')).toMatchObject({ url: 'https://example.org/afm.xml' });
    expect((await readWith('# nothing')).size).toBe(6);
  });

  it.each([
    ['no-such-list: off', /there is no reader for no-such-list/],
    ['un-sc: { url: http://scsanctions.un.org/list.xml }', /Only https/],
    ['un-sc: { url: file:///etc/passwd }', /Only https/],
    ['un-sc: { url: https://me:secret@example.org/ }', /No name and password/],
    ['un-sc: { redirects: [https://example.org/folder] }', /ends with \//],
    ['un-sc: { evryMinutes: 5 }', /evryMinutes/],
    ['un-sc: { everyMinutes: 0 }', /everyMinutes/],
    ['kz-afm: { url: https://example.org/afm.xml }', /kz-afm: [^]*everyMinutes/],
    ['un-sc: [', /lists\.yaml: /],
  ])('%s is refused', async (yaml, reason) => {
    await expect(readWith(yaml)).rejects.toThrow(reason);
  });

  it('needs the file that is named', async () => {
    await expect(readDownloads(catalogue, join(folder, 'none.yaml'))).rejects.toThrow(/cannot be read/);
  });
});
