import { isDay } from '#domain';
import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { inside, text, texts } from '../../mapping/parts.ts';
import { words } from '../../reading/text.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';
import { isNameOf, type OfacList } from './which-list.ts';

const AS_OF = 'publicationInfo/dataAsOf';
const PUBLISHED = 'publicationInfo/datePublished';
const PROGRAM = 'publicationInfo/filters/sanctionsPrograms/sanctionsProgram';
const DATES = '@id fromDateBegin fromDateEnd toDateBegin toDateEnd isApproximate isDateRange';

/**
 * Known and left out on purpose: OFAC's own ids, parts of names that are given whole, dates that a feature's value says in
 * words, how sure OFAC is of a feature or relation, and which name a document is in. So is what no other format of the
 * list says of a document, which would change with the format.
 */
export const LEFT_OUT = words(`
  @refId @featureTypeId names/name/@id addresses/address/@id translation/@id addressPart/@id feature/@id
  identityDocument/@id relationship/@id sanctionsList/@id sanctionsProgram/@id sanctionsType/@id legalAuthority/@id
  valueDate/@id expirationDate/@id issueDate/@id namePart/@id generalInfo/identityId feature/versionId
  feature/valueRefId idFeature idFeature/@id idFeature/@featureVersionId formattedFirstName formattedLastName
  namePart/type namePart/value valueDate/fromDateBegin valueDate/fromDateEnd valueDate/toDateBegin
  valueDate/toDateEnd valueDate/isApproximate valueDate/isDateRange isPrimary feature/reliability
  relationship/quality issueDate/toDateBegin issueDate/isApproximate issueDate/isDateRange
  expirationDate/toDateBegin expirationDate/isApproximate expirationDate/isDateRange identityDocument/name
  name/@nameId identityDocument/isValid identityDocument/issuingLocation identityDocument/issuingAuthority comments
  name/@nameTranslationId addresses/address/translations/translation/script
`);

export const SHAPE: XmlShape = {
  root: 'sanctionsData',
  header: [AS_OF, PUBLISHED, PROGRAM],
  ignored: words('referenceValues featureTypes publicationInfo/filters/sanctionsLists publicationInfo/publicationType'),
  // Of delta files, on any element.
  anywhere: ['@action', '@oldValue'],
  entries: {
    'entities/entity': known({
      '': '@id generalInfo',
      generalInfo: 'identityId entityType remarks title',
      'generalInfo/entityType': '@refId',
      'sanctionsLists/sanctionsList': '@refId @id @datePublished',
      'sanctionsPrograms/sanctionsProgram': '@refId @id',
      'sanctionsTypes/sanctionsType': '@refId @id',
      'legalAuthorities/legalAuthority': '@refId @id',
      'names/name': '@id isPrimary aliasType isLowQuality',
      'names/name/aliasType': '@refId',
      'names/name/translations/translation':
        '@id isPrimary script formattedFirstName formattedLastName formattedFullName',
      'names/name/translations/translation/script': '@refId',
      'names/name/translations/translation/nameParts/namePart': '@id type value',
      'names/name/translations/translation/nameParts/namePart/type': '@refId',
      'addresses/address': '@id country',
      'addresses/address/country': '@refId',
      'addresses/address/translations/translation': '@id isPrimary script',
      'addresses/address/translations/translation/script': '@refId',
      'addresses/address/translations/translation/addressParts/addressPart': '@id type value',
      'addresses/address/translations/translation/addressParts/addressPart/type': '@refId',
      'features/feature': '@id type versionId value valueRefId isPrimary reliability comments',
      'features/feature/type': '@featureTypeId',
      'features/feature/reliability': '@refId',
      'features/feature/valueDate': DATES,
      'identityDocuments/identityDocument':
        '@id type name documentNumber isValid issuingCountry issuingLocation issuingAuthority comments',
      'identityDocuments/identityDocument/type': '@refId',
      'identityDocuments/identityDocument/name': '@nameId @nameTranslationId',
      'identityDocuments/identityDocument/issuingCountry': '@refId',
      'identityDocuments/identityDocument/issueDate': DATES,
      'identityDocuments/identityDocument/expirationDate': DATES,
      'identityDocuments/identityDocument/idFeatures/idFeature': '@id @featureVersionId',
      'relationships/relationship': '@id type relatedEntity quality comments',
      'relationships/relationship/type': '@refId',
      'relationships/relationship/relatedEntity': '@entityId',
      'relationships/relationship/quality': '@refId',
    }),
  },
};

/** Whether an entity says that it stands on one of that list's lists; undefined where it says of none. */
export const isOn = (content: RowContent, list: OfacList): boolean | undefined => {
  const names = inside(content, 'sanctionsLists').flatMap((lists) => texts(lists, 'sanctionsList'));
  if (names.length === 0) return undefined;
  return names.some((name) => isNameOf(list, name));
};

/** Reads OFAC's enhanced XML. One made for some programmes speaks of their entries only. */
export async function readEnhanced(file: PublishedFile, limits: ReadLimits, list: OfacList): Promise<ReadPublication> {
  const { rows, unknown, header } = await readEntities(file, limits, list);
  const generatedAt = header[AS_OF]?.[0];
  const publishedOn = generatedAt?.slice(0, 10);
  const programs = header[PROGRAM] ?? [];
  return {
    rows,
    unknown,
    ...(programs.length > 0 ? { scope: { programs } } : {}),
    ...(publishedOn !== undefined && isDay(publishedOn) ? { publishedOn, generatedAt } : {}),
  };
}

/** Reads one of OFAC's delta files: what it calls added, removed and changed on one day. */
export async function readDelta(file: PublishedFile, limits: ReadLimits, list: OfacList): Promise<ReadPublication> {
  const { rows, unknown, header } = await readEntities(file, limits, list);
  const generatedAt = header[PUBLISHED]?.[0];
  const publishedOn = generatedAt?.slice(0, 10) ?? '';
  return {
    rows,
    unknown,
    scope: { named: true },
    ...(isDay(publishedOn) ? { publishedOn, generatedAt } : {}),
  };
}

async function readEntities(file: PublishedFile, limits: ReadLimits, list: OfacList) {
  const { entries, header, unknown } = await readEntries(file, limits, SHAPE);
  const rows = entries
    .filter(({ content }) => isOn(content, list) !== false)
    .map(({ content, at, broken }): SourceRow => ({
      reference: text(content, '@id') ?? '',
      at,
      content,
      broken,
    }));
  return { rows, header, unknown };
}
