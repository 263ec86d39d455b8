import { isDay } from '#domain';
import type {
  PublishedFile,
  ReadLimits,
  ReadPublication,
  RowContent,
  PublicationScope,
  SourceRow,
} from '../../list-source.ts';
import { collapse, withoutEnd, words } from '../../reading/text.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';

const ENTRY = known({
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
});
/** Known and left out on purpose: the keeping of the books, links to INTERPOL's pages, and who asked for the listing. */
export const LEFT_OUT = words(`
  VERSIONNUM SORT_KEY SORT_KEY_LAST_MOD LIST_TYPE/VALUE HAS_INTERPOL_LINK INTERPOL_LINK SUBMITTED_ON SUBMITTED_BY
`);

export const SHAPE: XmlShape = {
  root: 'CONSOLIDATED_LIST',
  entries: { 'INDIVIDUALS/INDIVIDUAL': ENTRY, 'ENTITIES/ENTITY': ENTRY },
};

/** Reads the Security Council's XML: one row per individual or entity, as a tree of its non-empty elements. */
export async function readConsolidatedList(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { attributes, entries, unknown } = await readEntries(file, limits, SHAPE);
  const rows = entries.map(({ path, content, at, broken }) => ({
    ...rowOf(path.slice(path.indexOf('/') + 1), content, at),
    broken,
  }));
  const generatedAt = attributes.dateGenerated?.trim();
  const publishedOn = generatedAt?.slice(0, 10);
  const publication = { rows, unknown, ...scopeOf(rows, attributes, publishedOn) };
  return publishedOn !== undefined && isDay(publishedOn) ? { ...publication, publishedOn, generatedAt } : publication;
}

/** The committees had files of their own until 2015; the whole list names another schema than they did. */
const COMMITTEES_UNTIL = '2016';
const SCHEMA_OF_WHOLE_LIST = 'un.org/sc/resources/sc-sanctions.xsd';

/** A committee publishes the entries of its own regime in the format of the whole list: those of others are not gone. */
function scopeOf(
  rows: readonly SourceRow[],
  attributes: Record<string, string>,
  publishedOn = '',
): { scope?: PublicationScope } {
  const whole = attributes['xsi:noNamespaceSchemaLocation']?.includes(SCHEMA_OF_WHOLE_LIST);
  if (whole || publishedOn >= COMMITTEES_UNTIL) return {};
  const programs = new Set(
    rows
      .map(({ content }) => (Object.values(content)[0] as RowContent).UN_LIST_TYPE)
      .filter((each) => typeof each === 'string'),
  );
  return programs.size === 1 ? { scope: { programs: [...programs] } } : {};
}

/** Blanks and trailing full stops came and went: `KPe.051 `, `QDi.346.`, `QI.A.12.01.` */
export const cleanReference = (printed: string) => withoutEnd(collapse(printed), ' .');

function rowOf(kind: string, content: RowContent, at: string): SourceRow {
  const { REFERENCE_NUMBER: reference, DATAID: dataId } = content;
  return {
    reference: typeof reference === 'string' ? cleanReference(reference) : '',
    sourceIds: typeof dataId === 'string' ? { dataId } : {},
    at,
    content: { [kind]: content },
  };
}
