import type { ListSource } from './list-source.ts';
import { caSema } from './lists/ca-sema/source.ts';
import { euFsf } from './lists/eu-fsf/source.ts';
import { gbOfsi } from './lists/gb-ofsi/source.ts';
import { gbUksl } from './lists/gb-uksl/source.ts';
import { kzAfm } from './lists/kz-afm/source.ts';
import { tableLists } from './lists/by-mapping/built-in.ts';
import { unSc, unScSample } from './lists/un-sc/source.ts';
import { usOfacNonSdn, usOfacSdn } from './lists/us-ofac/source.ts';

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

/** For a list of the operator's own. One of an id that ours by a mapping has takes its place. */
export function addList(source: ListSource): void {
  const at = lists.findIndex(({ list }) => list === source.list);
  lists.splice(at < 0 ? lists.length : at, at < 0 ? 0 : 1, source);
}

/** Whether it is one of ours by a mapping: authorities change their columns, and an operator can follow at once. */
export const isReplaceable = (source: ListSource): boolean => tableLists.includes(source);

export const sourceOf = (list: string): ListSource | undefined => catalogue.find((source) => source.list === list);
