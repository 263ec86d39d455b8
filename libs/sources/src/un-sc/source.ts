import type { ListSource } from '../list-source.ts';
import { mapEntry } from './map.ts';
import { readConsolidatedList } from './read.ts';
import { settle } from './settle.ts';

/** The consolidated list of the United Nations Security Council. */
export const unSc: ListSource = {
  list: 'un-sc',
  authority: 'UN',
  name: 'United Nations Security Council Consolidated List',
  url: 'https://scsanctions.un.org/resources/xml/en/consolidated.xml',
  publisher: 'United Nations Security Council',
  reader: 'un-sc/1',
  read: readConsolidatedList,
  map: mapEntry,
  settle,
};
