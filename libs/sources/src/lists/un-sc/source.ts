import type { ListSource } from '../../list-source.ts';
import { hasRoot } from '../../reading/recognise.ts';
import { mapEntry } from './map.ts';
import { readConsolidatedList } from './read.ts';
import { keepKnown } from './keep-known.ts';

/** The consolidated list of the United Nations Security Council. A file with one regime only is its committee's own. */
export const unSc: ListSource = {
  list: 'un-sc',
  authority: 'UN',
  name: 'United Nations Security Council Consolidated List',
  url: 'https://scsanctions.un.org/resources/xml/en/consolidated.xml',
  publisher: 'United Nations Security Council',
  formats: [
    {
      reader: 'un-sc/5',
      looksLike: 'XML with the root CONSOLIDATED_LIST',
      recognises: hasRoot('CONSOLIDATED_LIST'),
      read: ([file], limits) => readConsolidatedList(file!, limits),
      map: mapEntry,
    },
  ],
  download: {
    url: 'https://scsanctions.un.org/resources/xml/en/consolidated.xml',
    redirects: ['https://unsolprodfiles.blob.core.windows.net/publiclegacyxmlfiles/'],
    everyMinutes: 60,
    staleAfterDays: 2,
  },
  keepKnown: keepKnown,
};

/** The same format with invented entries, so that a newcomer sees the differ work without a false word about the real list. */
export const unScSample: ListSource = {
  ...unSc,
  list: 'un-sc-sample',
  authority: 'XX',
  name: 'Sample in the format of the UN Security Council (invented)',
  url: 'https://example.org/un-sc-sample.xml',
  download: undefined,
  publisher: 'Demarche sample',
};
