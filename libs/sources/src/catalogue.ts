import type { ListSource } from './list-source.ts';
import { caSema } from './ca-sema/source.ts';
import { euFsf } from './eu-fsf/source.ts';
import { gbOfsi, gbUksl } from './gb/source.ts';
import { kzAfm } from './kz-afm/source.ts';
import { tableLists } from './table/source.ts';
import { unSc, unScSample } from './un-sc/source.ts';
import { usOfacNonSdn, usOfacSdn } from './us-ofac/source.ts';

/** Every list that is read from its authority's own files. A new one is one folder and one line here. */
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

export const sourceOf = (list: string): ListSource | undefined => catalogue.find((source) => source.list === list);
