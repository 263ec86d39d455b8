import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { catalogue, sourceOf } from './catalogue.ts';
import { addOwnLists } from './own-lists.ts';

const mapping = (list: string, name: string) =>
  `list: ${list}\nauthority: AU\nname: ${name}\npublisher: Us\nurl: https://example.org\nreference: No\nprogram: X\ntype: person\nprimaryName: Name\n`;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'demarche-lists-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('an operator’s mapping takes the place of ours, but not of a reader or of another of theirs', async () => {
  const size = catalogue.length;
  await writeFile(join(folder, 'a.yaml'), mapping('au-dfat', 'With columns of today'));
  await addOwnLists(folder);
  expect(catalogue).toHaveLength(size);
  expect(sourceOf('au-dfat')!.name).toBe('With columns of today');
  await expect(addOwnLists(folder)).rejects.toThrow(/there is a list au-dfat already/);
  await writeFile(join(folder, 'a.yaml'), mapping('eu-fsf', 'Another'));
  await expect(addOwnLists(folder)).rejects.toThrow(/there is a list eu-fsf already.*another id/);
});
