import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { catalogue, sourceOf } from './catalogue.ts';
import { withOwnLists } from './own-lists.ts';

const mapping = (list: string, name: string) =>
  `list: ${list}\nauthority: AU\nname: ${name}\npublisher: Us\nurl: https://example.org\nreference: No\nprogram: X\ntype: person\nprimaryName: Name\n`;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'demarche-lists-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('an operator’s mapping takes the place of ours, but not of a reader or of another of theirs', async () => {
  await writeFile(join(folder, 'a.yaml'), mapping('au-dfat', 'With columns of today'));
  const lists = await withOwnLists(folder);
  expect(lists.map(({ list }) => list)).toEqual(catalogue.map(({ list }) => list));
  expect(sourceOf('au-dfat', lists)!.name).toBe('With columns of today');
  expect(sourceOf('au-dfat')!.name).not.toBe('With columns of today');
  await writeFile(join(folder, 'b.yaml'), mapping('au-dfat', 'Once more'));
  await expect(withOwnLists(folder)).rejects.toThrow(/b.yaml: list: there is a list au-dfat already/);
  await rm(join(folder, 'b.yaml'));
  await writeFile(join(folder, 'a.yaml'), mapping('eu-fsf', 'Another'));
  await expect(withOwnLists(folder)).rejects.toThrow(/there is a list eu-fsf already.*another id/);
});
