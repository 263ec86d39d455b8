import type { ListSource } from './list-source.ts';
import { caSema } from './ca-sema/source.ts';
import { euFsf } from './eu-fsf/source.ts';
import { gbOfsi, gbUksl } from './gb/source.ts';
import { kzAfm } from './kz-afm/source.ts';
import { tableLists } from './table/source.ts';
import { unSc, unScSample } from './un-sc/source.ts';
import { usOfacNonSdn, usOfacSdn } from './us-ofac/source.ts';

const lists: ListSource[] = [
  unSc,
  unScSample,
  usOfacSdn,
  usOfacNonSdn,
  gbOfsi,
  gbUksl,
  euFsf,
  caSema,
  kzAfm,
  ...tableLists,
];

/** Every list that is read from its authority's own files. A new one is one folder and one line above, or a mapping. */
export const catalogue: readonly ListSource[] = lists;

/** For a list of the operator's own, whose id no other has. */
export const addList = (source: ListSource): void => void lists.push(source);

export const sourceOf = (list: string): ListSource | undefined => catalogue.find((source) => source.list === list);
