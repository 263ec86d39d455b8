import type { Download, Format, ListSource, PublishedFile } from '../../list-source.ts';
import { beginsWith, hasRoot, rootOf } from '../../reading/recognise.ts';
import { PublicationRejected } from '../../reading/rejection.ts';
import { mapDelimited } from './map-csv.ts';
import { mapDelta } from './map-delta.ts';
import { mapEnhanced } from './map-enhanced.ts';
import { mapXmlEntry } from './map-xml.ts';
import { readDelimited, tableOf, type OfacTable } from './read-csv.ts';
import { readDelta, readEnhanced } from './read-enhanced.ts';
import { readXmlList } from './read-xml.ts';
import type { OfacList } from './which-list.ts';

/** Members that only the enhanced format has. */
const DATES_AND_LAW = ['/listedOn', '/legalBasis'];

/** The table of entries alone: Remarks are cut after 1,000 characters, strong aliases and addresses stand elsewhere. */
const delimited = (list: OfacList): Format => ({
  reader: `${list}-csv/1`,
  looksLike: 'the delimited file (sdn.csv or cons_prim.csv: a number, a name, a type, …, without a header)',
  recognises: beginsWith(/^\d{1,12},("[^"]*"|[^",]+),\s*("?(individual|vessel|aircraft|entity)"?|-0-) *,/i),
  read: ([main], limits) => readDelimited({ main: main! }, limits, list),
  map: (row) => mapDelimited(row, false),
  silent: [...DATES_AND_LAW, '/subject/addresses'],
  partial: ['/subject/aliases', '/subject/identifiers', '/subject/contacts', '/measures', '/links', '/risks'],
});

/** The files of an archive by the tables that they are. Throws PublicationRejected where two are one table: nobody knows which holds. */
function tablesOf(files: readonly PublishedFile[]): Record<OfacTable, PublishedFile> {
  const tables = Map.groupBy(files, (file) => tableOf(file) ?? 'other');
  for (const [table, [first, second]] of tables)
    if (second && table !== 'other')
      throw new PublicationRejected(
        'unknown-format',
        `The archive has one table twice: ${first!.name.slice(0, 40)} and ${second.name.slice(0, 40)}. Leave one out`,
      );
  return Object.fromEntries([...tables].map(([table, [file]]) => [table, file])) as Record<OfacTable, PublishedFile>;
}

/** All tables together, as an archive. */
const delimitedSet = (list: OfacList): Format => ({
  reader: `${list}-csv-set/2`,
  looksLike: 'an archive of sdn.csv with alt.csv, add.csv and sdn_comments.csv',
  recognises: (files) => files.length > 1 && files.some((file) => tableOf(file) === 'main'),
  read: async (files, limits) => readDelimited(tablesOf(files), limits, list),
  map: (row) => mapDelimited(row, true),
  silent: DATES_AND_LAW,
  partial: ['/subject/aliases', '/measures'],
  worded: ['/subject/addresses'],
});

/** Both namespaces: that of 2008 and that of the Sanctions List Service. */
const xml = (list: OfacList): Format => ({
  reader: `${list}-xml/1`,
  looksLike: 'XML with the root sdnList',
  recognises: hasRoot('sdnList'),
  read: ([file], limits) => readXmlList(file!, limits, list),
  map: mapXmlEntry,
  silent: DATES_AND_LAW,
  partial: ['/subject/aliases', '/measures'],
});

/** The enhanced format: with listing dates, legal authorities, original scripts and relations. */
const enhanced = (list: OfacList): Format => ({
  reader: `${list}-enhanced/2`,
  looksLike: 'the enhanced XML with the root sanctionsData',
  recognises: (files) => hasRoot('sanctionsData')(files) && !isDelta(files[0]!),
  read: ([file], limits) => readEnhanced(file!, limits, list),
  map: (row) => mapEnhanced(row, list),
  // What is "linked to" elsewhere is "owned or controlled by" here.
  worded: ['/links'],
});

/** The entries that OFAC itself calls added, removed and changed on one day. A delta is never a whole list. */
const delta = (list: OfacList): Format => ({
  reader: `${list}-delta/3`,
  looksLike: 'a delta file of the Sanctions List Service',
  recognises: (files) => hasRoot('sanctionsData')(files) && isDelta(files[0]!),
  read: ([file], limits) => readDelta(file!, limits, list),
  map: (row, context) => mapDelta(row, context, list),
  tellsChanges: true,
  worded: ['/links'],
});

const isDelta = ({ head }: PublishedFile): boolean => (rootOf(head)?.tag ?? '').includes('/DeltaFile/');

const SERVICE = 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview';
const STORE = 'https://wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com';

/** XML, because it prints its day. The store's addresses come signed. */
const download = (file: string, listing: string): Download => ({
  url: `${SERVICE}/exports/${file}`,
  redirects: [`${STORE}/Published/`, `${STORE}/DeltaArchive/`, `${STORE}/Export-XSDs/`],
  listing: { url: `${SERVICE}/${listing}`, file },
  everyMinutes: 30,
  staleAfterDays: 2,
});

const publisher = 'Office of Foreign Assets Control, United States Department of the Treasury';
const formats = (list: OfacList) => [xml(list), delimited(list), delimitedSet(list), enhanced(list), delta(list)];

/** Specially Designated Nationals. `ent_num`, the XML's `uid`, is the reference: none was ever given twice. */
export const usOfacSdn: ListSource = {
  list: 'us-ofac-sdn',
  authority: 'US',
  name: 'OFAC Specially Designated Nationals and Blocked Persons List',
  url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.CSV',
  publisher,
  formats: formats('us-ofac-sdn'),
  download: download('SDN.XML', 'SdnList'),
};

/** OFAC's other lists, which it publishes together: sectoral sanctions, Palestinian Legislative Council, Chinese military companies. */
export const usOfacNonSdn: ListSource = {
  list: 'us-ofac-nonsdn',
  authority: 'US',
  name: 'OFAC Consolidated Sanctions List (Non-SDN)',
  url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML',
  publisher,
  formats: formats('us-ofac-nonsdn'),
  download: download('CONSOLIDATED.XML', 'ConsolidatedList'),
};
