import { sameContent } from '#domain';
import type { ListSource } from '../../list-source.ts';
import { hasRoot } from '../../reading/recognise.ts';
import { mapRecord } from './map.ts';
import { readSema } from './read.ts';

/**
 * Canada's list under its sanctions acts. It gives its entries no reference: schedule and item are counted anew with every
 * change of a schedule. The key is made of the regime and the name (with the birth date, the type or the IMO number where several share a name, kept from then on), which
 * costs this: an entry whose name is spelt anew is a delisting and a designation, unless birth date and day of listing
 * tell that it is the same. It has no date inside either: FILE@DATE.
 */
export const caSema: ListSource = {
  list: 'ca-sema',
  authority: 'CA',
  name: 'Consolidated Canadian Autonomous Sanctions List',
  url: 'https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml',
  publisher: 'Global Affairs Canada',
  formats: [
    {
      reader: 'ca-sema/3',
      looksLike: 'XML with the root data-set',
      recognises: hasRoot('data-set'),
      read: ([file], limits) => readSema(file!, limits),
      map: mapRecord,
    },
  ],
  download: {
    url: 'https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml',
    undated: true,
    everyMinutes: 360,
    staleAfterDays: 7,
  },
  // Schedules are divided and items counted anew while the entries stay.
  keepKnown: (current, next) =>
    sameContent(current.programs.toSorted(), next.programs.toSorted())
      ? { ...next, programDetails: current.programDetails }
      : next,
};
