import type { ListSource } from './list-source.ts';
import { caSema } from './lists/ca-sema/source.ts';
import { euFsf } from './lists/eu-fsf/source.ts';
import { gbOfsi } from './lists/gb-ofsi/source.ts';
import { gbUksl } from './lists/gb-uksl/source.ts';
import { kzAfm } from './lists/kz-afm/source.ts';
import { tableLists } from './lists/by-mapping/built-in.ts';
import { unSc, unScSample } from './lists/un-sc/source.ts';
import { usOfacNonSdn, usOfacSdn } from './lists/us-ofac/source.ts';

/**
 * The lists that we read by ourselves: from their authorities' own files, or by a mapping of ours. A new one is one folder
 * and one line here, or a mapping.
 */
export const catalogue: readonly ListSource[] = [
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

export const sourceOf = (list: string, lists: readonly ListSource[] = catalogue): ListSource | undefined =>
  lists.find((source) => source.list === list);
