import type { ListSource } from '../../list-source.ts';
import { beginsWith, hasRoot } from '../../reading/recognise.ts';
import { mapUksl } from './map.ts';
import { readUkslCsv } from './read-csv.ts';
import { readUkslXml } from './read-xml.ts';

/** The UK Sanctions List. `OFSIGroupID` is no key of it: two entries may have one. */
export const gbUksl: ListSource = {
  list: 'gb-uksl',
  authority: 'GB',
  name: 'UK Sanctions List',
  url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml',
  publisher: 'Foreign, Commonwealth and Development Office',
  formats: [
    {
      reader: 'gb-uksl-xml/4',
      looksLike: 'XML with the root Designations',
      recognises: hasRoot('Designations'),
      read: ([file], limits) => readUkslXml(file!, limits),
      map: mapUksl,
    },
    {
      reader: 'gb-uksl-csv/4',
      looksLike: 'CSV whose first line is "Report Date: …"',
      recognises: beginsWith(/^"?Report Date:/i),
      read: ([file], limits) => readUkslCsv(file!, limits),
      map: mapUksl,
    },
  ],
  download: {
    url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml',
    everyMinutes: 60,
    staleAfterDays: 2,
  },
};
