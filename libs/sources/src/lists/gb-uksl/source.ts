import type { ListSource } from '../../list-source.ts';
import { beginsWith, hasRoot } from '../../reading/recognise.ts';
import { mapConList } from '../gb-ofsi/map.ts';
import { mapUksl } from './map.ts';
import { readConList } from '../gb-ofsi/read.ts';
import { readUkslCsv, readUkslXml } from './read.ts';

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
      reader: 'gb-ofsi/3',
      looksLike: 'ConList.csv (first line "Last Updated,27/04/2020", then the header)',
      recognises: beginsWith(/^"?Last Updated"?,"?\d\d\/\d\d\/\d{4}/),
      read: ([file], limits) => readConList(file!, limits),
      map: mapConList,
    },
  ],
};

/** The UK Sanctions List. `OFSIGroupID` is no key of it: two entries may have one. */
export const gbUksl: ListSource = {
  list: 'gb-uksl',
  authority: 'GB',
  name: 'UK Sanctions List',
  url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml',
  publisher: 'Foreign, Commonwealth and Development Office',
  formats: [
    {
      reader: 'gb-uksl-xml/3',
      looksLike: 'XML with the root Designations',
      recognises: hasRoot('Designations'),
      read: ([file], limits) => readUkslXml(file!, limits),
      map: mapUksl,
    },
    {
      reader: 'gb-uksl-csv/3',
      looksLike: 'CSV whose first line is "Report Date: …"',
      recognises: beginsWith(/^"?Report Date:/i),
      read: ([file], limits) => readUkslCsv(file!, limits),
      map: mapUksl,
    },
  ],
  download: {
    url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml',
    ...{ everyMinutes: 60, staleAfterDays: 2 },
  },
};
