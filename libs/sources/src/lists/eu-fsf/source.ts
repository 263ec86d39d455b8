import type { ListSource } from '../../list-source.ts';
import { hasRoot } from '../../reading/recognise.ts';
import { mapEntity } from './map.ts';
import { readFsf } from './read.ts';

/** The European Union's consolidated list. `unitedNationId` is empty for nearly all that stand on the UN's list too. */
export const euFsf: ListSource = {
  list: 'eu-fsf',
  authority: 'EU',
  name: 'Consolidated list of persons, groups and entities subject to EU financial sanctions',
  url: 'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content',
  publisher: 'European Commission, Service for Foreign Policy Instruments',
  formats: [
    {
      reader: 'eu-fsf/4',
      looksLike: 'XML with the root export, version 1.1',
      recognises: hasRoot('export'),
      read: ([file], limits) => readFsf(file!, limits),
      map: mapEntity,
    },
  ],
  download: {
    // The token is one for all, printed where the Commission tells of its files.
    url: 'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
    everyMinutes: 120,
    staleAfterDays: 3,
  },
};
