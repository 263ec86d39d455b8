import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { YAMLParseError } from 'yaml';
import { z } from 'zod';
import { InputError } from '#domain';
import { catalogue } from './catalogue.ts';
import type { ListSource } from './list-source.ts';
import { tableLists } from './lists/by-mapping/built-in.ts';
import { listFromMapping } from './lists/by-mapping/list-from-mapping.ts';

const ADVICE = 'Correct it, or take the file out of LISTS_FOLDER; docs/lists.md tells what every member holds';

/**
 * The catalogue with the lists of a folder's mappings. An operator's list takes the place of one of ours by a mapping:
 * authorities change their columns, and an operator can follow at once. Throws InputError that names the file and the member.
 */
export async function withOwnLists(folder: string | undefined): Promise<readonly ListSource[]> {
  if (folder === undefined) return catalogue;
  const names = await readdir(folder).catch(() => {
    throw new InputError(`LISTS_FOLDER: the folder ${folder} cannot be read`);
  });
  const lists = [...catalogue];
  for (const name of names.filter((each) => /\.ya?ml$/.test(each)).sort()) {
    const file = join(folder, name);
    const source = await readMapping(file);
    const at = lists.findIndex(({ list }) => list === source.list);
    const same = lists[at];
    if (same && !tableLists.includes(same))
      throw new InputError(
        `${file}: list: there is a list ${same.list} already (${same.name}, ${same.publisher}). Give this one another id`,
      );
    lists.splice(same ? at : lists.length, same ? 1 : 0, source);
  }
  return lists;
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
