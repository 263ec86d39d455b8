import { isDay } from '#domain';
import type { PublishedFile, ReadLimits, ReadPublication, SourceRow } from '../../list-source.ts';
import { text } from '../../mapping/parts.ts';
import { words } from '../../reading/text.ts';
import { known, readEntries, type XmlShape } from '../../reading/xml-entries.ts';

const CHILD = '@regulationLanguage @logicalId remark regulationSummary';
const COUNTRY = '@region @place @countryIso2Code @countryDescription';
/**
 * Known and left out on purpose: the EU's own ids and languages, the acts that each part came with (those of the entry are
 * read), parts of a name that is given whole, texts of elements that have attributes only, whether an address was known at
 * the time of listing, and where in a country somebody is a citizen or was born by post.
 */
export const LEFT_OUT = words(`
  @regulationLanguage nameAlias/@logicalId citizenship/@logicalId birthdate/@logicalId identification/@logicalId
  address/@logicalId regulation/@logicalId regulation/publicationUrl regulation/@entryIntoForceDate
  regulation/@organisationType regulation/@regulationType regulationSummary regulationSummary/@numberTitle
  regulationSummary/@publicationDate regulationSummary/@publicationUrl regulationSummary/@regulationType
  subjectType/@classificationCode nameAlias/@firstName nameAlias/@middleName nameAlias/@lastName subjectType
  address/contactInfo address/@asAtListingTime citizenship/@place citizenship/@region birthdate/@zipCode
`);

export const SHAPE: XmlShape = {
  root: 'export',
  entries: {
    sanctionEntity: known({
      '': `@designationDetails @designationDate @unitedNationId @euReferenceNumber @logicalId remark regulation subjectType
        nameAlias citizenship birthdate identification address`,
      regulation: `@regulationType @organisationType @publicationDate @entryIntoForceDate @numberTitle @programme @logicalId
        publicationUrl`,
      subjectType: '@code @classificationCode',
      nameAlias: `${CHILD} @firstName @middleName @lastName @wholeName @function @gender @title @nameLanguage @strong`,
      citizenship: `${CHILD} ${COUNTRY}`,
      birthdate: `${CHILD} ${COUNTRY} @circa @calendarType @city @zipCode @birthdate @dayOfMonth @monthOfYear @year
        @yearRangeFrom @yearRangeTo`,
      identification: `${CHILD} ${COUNTRY} @diplomatic @knownExpired @knownFalse @reportedLost @revokedByIssuer @issuedBy
        @latinNumber @nameOnDocument @number @identificationTypeCode @identificationTypeDescription @validTo @validFrom
        @issueDate`,
      address: `${CHILD} ${COUNTRY} @city @street @poBox @zipCode @asAtListingTime contactInfo`,
      'address/contactInfo': '@key @value',
      ...Object.fromEntries(
        ['nameAlias', 'citizenship', 'birthdate', 'identification', 'address'].map((child) => [
          `${child}/regulationSummary`,
          '@regulationType @publicationDate @numberTitle @publicationUrl',
        ]),
      ),
    }),
  },
};

/** Reads the European Union's XML 1.1, where everything is an attribute. */
export async function readFsf(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, attributes, unknown } = await readEntries(file, limits, SHAPE);
  const generatedAt = attributes.generationDate?.trim();
  const publishedOn = generatedAt?.slice(0, 10);
  return {
    rows: entries.map(({ content, at, broken }): SourceRow => {
      const logicalId = text(content, '@logicalId');
      return {
        reference: text(content, '@euReferenceNumber') ?? logicalId ?? '',
        sourceIds: { ...(logicalId ? { logicalId } : {}) },
        at,
        content,
        broken,
      };
    }),
    unknown,
    ...(publishedOn !== undefined && isDay(publishedOn) ? { publishedOn, generatedAt } : {}),
  };
}
