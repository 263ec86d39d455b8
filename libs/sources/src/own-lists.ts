import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { YAMLParseError } from 'yaml';
import { z } from 'zod';
import { InputError } from '#domain';
import { addList, isReplaceable, sourceOf } from './catalogue.ts';
import { listFromMapping } from './lists/by-mapping/list-from-mapping.ts';

const ADVICE = 'Correct it, or take the file out of LISTS_FOLDER; docs/lists.md tells what every member holds';

/**
 * Adds the lists of a folder's mappings to the catalogue, before anything else asks for it. Throws InputError that names
 * the file and the member.
 */
export async function addOwnLists(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const names = await readdir(folder).catch(() => {
    throw new InputError(`LISTS_FOLDER: the folder ${folder} cannot be read`);
  });
  for (const file of names.filter((name) => /\.ya?ml$/.test(name)).sort()) await addOwnList(join(folder, file));
}

async function addOwnList(file: string): Promise<void> {
  const source = await readMapping(file);
  const { list } = source;
  const same = sourceOf(list);
  if (same && !isReplaceable(same))
    throw new InputError(
      `${file}: list: there is a list ${list} already (${same.name}, ${same.publisher}). Give this one another id`,
    );
  addList(source);
}

async function readMapping(file: string) {
  const yaml = await readFile(file, 'utf8').catch(() => {
    throw new InputError(`${file} cannot be read`);
  });
  try {
    return listFromMapping(yaml);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new InputError(`${file}: ${error.message}`);
    if (error instanceof z.ZodError) throw new InputError(`${file}: ${z.prettifyError(error)}\n${ADVICE}`);
    throw error;
  }
}
