import { isDay } from '#domain';
import type { PublishedFile, ReadLimits, ReadPublication } from '../../list-source.ts';
import { text } from '../../mapping/parts.ts';
import { PublicationRejected } from '../../reading/rejection.ts';
import { words } from '../../reading/text.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';
import { programsOf } from './map-xml.ts';
import { rejectOtherOfacList, type OfacList } from './which-list.ts';

const PUBLISHED = 'publshInformation/Publish_Date';
const COUNT = 'publshInformation/Record_Count';
/** Known and left out on purpose: numbers of parts of an entry, and which of several is shown first. */
export const LEFT_OUT = words(`
  address/uid aka/uid citizenship/uid dateOfBirthItem/uid id/uid nationality/uid placeOfBirthItem/uid mainEntry
`);

export const SHAPE: XmlShape = {
  root: 'sdnList',
  header: [PUBLISHED, COUNT],
  entries: {
    sdnEntry: known({
      '': `uid firstName lastName title sdnType remarks`,
      programList: 'program',
      'idList/id': 'uid idType idNumber idCountry issueDate expirationDate',
      'akaList/aka': 'uid type category lastName firstName',
      'addressList/address': 'uid address1 address2 address3 city stateOrProvince postalCode country',
      'nationalityList/nationality': 'uid country mainEntry',
      'citizenshipList/citizenship': 'uid country mainEntry',
      'dateOfBirthList/dateOfBirthItem': 'uid dateOfBirth mainEntry',
      'placeOfBirthList/placeOfBirthItem': 'uid placeOfBirth mainEntry',
      vesselInfo: 'callSign vesselType vesselFlag vesselOwner tonnage grossRegisteredTonnage',
    }),
  },
};

/** Reads OFAC's XML in either of its namespaces: the elements are the same, and come in any order. */
export async function readXmlList(file: PublishedFile, limits: ReadLimits, list: OfacList): Promise<ReadPublication> {
  const { entries, header, unknown } = await readEntries(file, limits, SHAPE);
  rejectOtherCount(header[COUNT]?.[0], entries.length);
  rejectOtherOfacList(
    entries.map(({ content }) => programsOf(content)),
    list,
  );
  const rows = entries.map(({ content, at, broken }) => ({
    reference: text(content, 'uid') ?? '',
    at,
    content,
    broken,
  }));
  const publishedOn = header[PUBLISHED]?.[0]?.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$1-$2');
  return { rows, unknown, ...(publishedOn !== undefined && isDay(publishedOn) ? { publishedOn } : {}) };
}

function rejectOtherCount(printed: string | undefined, entries: number): void {
  if (printed === undefined || Number(printed) === entries) return;
  throw new PublicationRejected(
    'record-count',
    `It says that it has ${printed.slice(0, 20)} entries (Record_Count), and has ${entries}. It is not whole: fetch it again`,
  );
}
