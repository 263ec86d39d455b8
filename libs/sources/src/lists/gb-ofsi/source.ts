import type { ListSource } from '../../list-source.ts';
import { beginsWith } from '../../reading/recognise.ts';
import { mapConList } from './map.ts';
import { readConList } from './read.ts';

/**
 * The Office of Financial Sanctions Implementation's consolidated list. Its last publication is of January 2026: since
 * the 28th of that month `gb-uksl` is the only list of the United Kingdom. Its coverage ended then and nobody was delisted.
 */
export const gbOfsi: ListSource = {
  list: 'gb-ofsi',
  authority: 'GB',
  name: 'OFSI Consolidated List of Financial Sanctions Targets',
  url: 'https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv',
  publisher: 'Office of Financial Sanctions Implementation, HM Treasury',
  formats: [
    {
      reader: 'gb-ofsi/4',
      looksLike: 'ConList.csv (first line "Last Updated,27/04/2020", then the header)',
      recognises: beginsWith(/^"?Last Updated"?,"?\d\d\/\d\d\/\d{4}/),
      read: ([file], limits) => readConList(file!, limits),
      map: mapConList,
    },
  ],
};
