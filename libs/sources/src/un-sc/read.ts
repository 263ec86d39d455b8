import { isDay } from '#domain';
import type { ReadLimits } from '../limits.ts';
import type { ReadPublication, RowContent, RowValue, SourceRow } from '../list-source.ts';
import { PublicationRefused } from '../refusal.ts';
import { collapse } from '../text.ts';
import { readXml } from '../xml.ts';

const ROOT = 'CONSOLIDATED_LIST';
const GROUPS: Record<string, string> = { INDIVIDUALS: 'INDIVIDUAL', ENTITIES: 'ENTITY' };
const ENTRY_DEPTH = 3;

/** Whose file it is instead, by the root element. */
const OTHER_LISTS: Record<string, string> = {
  sdnList: "OFAC's",
  Sanctions: "OFAC's",
  sanctionsData: "OFAC's",
  export: "the European Union's",
  WHOLE: "the European Union's",
  ArrayOfFinancialSanctionsTarget: "the United Kingdom's",
  Designations: "the United Kingdom's",
  'data-set': "Canada's",
};

const KNOWN = new Set(
  Object.entries({
    '': `DATAID VERSIONNUM FIRST_NAME SECOND_NAME THIRD_NAME FOURTH_NAME UN_LIST_TYPE REFERENCE_NUMBER LISTED_ON
      DELISTED_ON SUBMITTED_ON SUBMITTED_BY GENDER NAME_ORIGINAL_SCRIPT COMMENTS1 NATIONALITY2 HAS_INTERPOL_LINK
      INTERPOL_LINK SORT_KEY SORT_KEY_LAST_MOD`,
    TITLE: 'VALUE',
    DESIGNATION: 'VALUE',
    NATIONALITY: 'VALUE',
    LIST_TYPE: 'VALUE',
    LAST_DAY_UPDATED: 'VALUE',
    INDIVIDUAL_ALIAS: 'QUALITY ALIAS_NAME DATE_OF_BIRTH CITY_OF_BIRTH COUNTRY_OF_BIRTH NOTE',
    ENTITY_ALIAS: 'QUALITY ALIAS_NAME NOTE',
    INDIVIDUAL_ADDRESS: 'STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY NOTE',
    ENTITY_ADDRESS: 'STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY NOTE',
    INDIVIDUAL_DATE_OF_BIRTH: 'TYPE_OF_DATE DATE YEAR FROM_YEAR TO_YEAR NOTE',
    INDIVIDUAL_PLACE_OF_BIRTH: 'STREET CITY STATE_PROVINCE COUNTRY NOTE',
    INDIVIDUAL_DOCUMENT: `TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY COUNTRY_OF_ISSUE CITY_OF_ISSUE
      DATE_OF_ISSUE NOTE`,
  }).flatMap(([parent, names]) =>
    parent === '' ? names.split(/\s+/) : [parent, ...names.split(/\s+/).map((name) => `${parent}/${name}`)],
  ),
);

interface Open {
  name: string;
  content: RowContent;
}

/** Reads the Security Council's XML: one row per individual or entity, as a tree of its non-empty elements. */
export async function readConsolidatedList(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
): Promise<ReadPublication> {
  const rows: SourceRow[] = [];
  const unknown: Record<string, number> = {};
  const path: Open[] = [];
  let generatedAt: string | undefined;
  let entryAt = '';

  const count = (what: string) => (unknown[what] = (unknown[what] ?? 0) + 1);
  const isEntry = () => path.length >= ENTRY_DEPTH && GROUPS[path[1]!.name] === path[2]!.name;

  await readXml(chunks, limits, {
    open(name, attributes, at) {
      path.push({ name, content: {} });
      if (path.length === 1) {
        refuseOtherList(name, at);
        generatedAt = attributes.dateGenerated?.trim();
        return;
      }
      const inside = isEntry();
      if (path.length === ENTRY_DEPTH && inside) entryAt = at;
      const names = path.slice(inside ? ENTRY_DEPTH : 1).map((element) => element.name);
      const known = inside ? names.length === 0 || KNOWN.has(names.join('/')) : names.length === 1 && name in GROUPS;
      const whole = path.slice(1).map((element) => element.name);
      if (!known) count(whole.join('/'));
      for (const attribute of Object.keys(attributes))
        if (!/^xmlns\b|^xsi:/.test(attribute)) {
          count(`${whole.join('/')}@${attribute}`);
          path.at(-1)!.content[`@${attribute}`] = collapse(attributes[attribute]!);
        }
    },
    close(name, ownText) {
      const inside = isEntry();
      const { content } = path.pop()!;
      if (!inside) return;
      const value = valueOf(content, collapse(ownText));
      if (path.length >= ENTRY_DEPTH) addTo(path.at(-1)!.content, name, value);
      else rows.push(rowOf(name, typeof value === 'object' ? (value as RowContent) : {}, entryAt));
    },
  });

  const publishedOn = generatedAt?.slice(0, 10);
  if (publishedOn === undefined || !isDay(publishedOn)) return { rows, unknown };
  return { publishedOn, generatedAt, rows, unknown };
}

/** Blanks and trailing full stops came and went: `KPe.051 `, `QDi.346.`, `QI.A.12.01.` */
export const cleanReference = (printed: string) => collapse(printed).replace(/[\s.]+$/, '');

function rowOf(kind: string, content: RowContent, at: string): SourceRow {
  const { REFERENCE_NUMBER: reference, DATAID: dataId } = content;
  return {
    reference: typeof reference === 'string' ? cleanReference(reference) : '',
    sourceIds: typeof dataId === 'string' ? { dataId } : {},
    at,
    content: { [kind]: content },
  };
}

function valueOf(content: RowContent, text: string): RowValue | undefined {
  if (Object.keys(content).length === 0) return text === '' ? undefined : text;
  return text === '' ? content : { ...content, '#text': text };
}

function addTo(content: RowContent, name: string, value: RowValue | undefined): void {
  if (value === undefined) return;
  const before = content[name];
  if (before === undefined) content[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else content[name] = [before, value];
}

function refuseOtherList(root: string, at: string): void {
  if (root === ROOT) return;
  if (root.toLowerCase() === 'html')
    throw new PublicationRefused('html', 'It is a web page. Fetch the XML file itself');
  const whose = OTHER_LISTS[root] ? `This is ${OTHER_LISTS[root]} list` : 'This is another kind of file';
  throw new PublicationRefused(
    'wrong-list',
    `${whose}: its root element is ${root.slice(0, 60)}, not ${ROOT}, at ${at}. Ingest it under its own list`,
  );
}
