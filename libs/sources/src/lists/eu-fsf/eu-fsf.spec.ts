import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';

const alias = (id: number, name: string, language = '') =>
  `<nameAlias firstName="" middleName="" lastName="" wholeName="${name}" function="" gender="M" title="" nameLanguage="${language}" strong="true" regulationLanguage="en" logicalId="${id}"/>`;
const entity = (number: string, inside: string, more = 'unitedNationId=""') =>
  `<sanctionEntity designationDetails="" ${more} euReferenceNumber="${number}" logicalId="${number.replace(/\D/g, '')}">
  <regulation regulationType="regulation" organisationType="commission" publicationDate="2003-07-08" entryIntoForceDate="2003-07-07" numberTitle="1210/2003 (OJ L169)" programme="IRQ" logicalId="348"><publicationUrl>https://example.org</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>${inside}</sanctionEntity>`;
const fsf = (entities: string[], day = '2022-03-18') =>
  `<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="${day}T14:52:26.947+01:00" globalFileId="1">${entities.join('')}</export>`;
const COUNTRY = 'regulationLanguage="en" logicalId="1"';
const detailed = entity(
  'EU.27.28',
  `<remark>UN Ref QDi.904</remark>${alias(380, 'Pellinor le Grand', 'FR')}${alias(19, 'Pellinore')}${alias(17, 'Pellinor of Listeneise')}
  <citizenship region="" countryIso2Code="IQ" countryDescription="IRAQ" ${COUNTRY}/>
  <citizenship region="" countryIso2Code="00" countryDescription="UNKNOWN" ${COUNTRY}/>
  <birthdate circa="true" calendarType="GREGORIAN" city="Corbenic" zipCode="" year="1937" region="" place="" countryIso2Code="00" countryDescription="UNKNOWN" ${COUNTRY}/>
  <birthdate circa="false" calendarType="GREGORIAN" city="" zipCode="" yearRangeFrom="1940" yearRangeTo="1942" region="" place="" countryIso2Code="00" countryDescription="UNKNOWN" ${COUNTRY}/>
  <identification diplomatic="false" knownExpired="true" knownFalse="false" reportedLost="false" revokedByIssuer="false" issuedBy="" latinNumber="" nameOnDocument="" number="488555" region="" identificationTypeCode="passport" identificationTypeDescription="National passport" countryIso2Code="IQ" countryDescription="IRAQ" ${COUNTRY}/>
  <address city="Baghdad" street="Haifa Street" poBox="" zipCode="7177" region="" place="" asAtListingTime="false" countryIso2Code="IQ" countryDescription="IRAQ" ${COUNTRY}><contactInfo key="EMAIL" value="a@example.org"/></address>`,
  'unitedNationId="LYi.909" designationDate="2004-05-06"',
);

describe("the European Union's list", () => {
  it('makes a record of its attributes', async () => {
    const { publishedOn, byReference, unknown } = await readAs('eu-fsf', fsf([detailed]));
    expect({ publishedOn, unknown }).toEqual({ publishedOn: '2022-03-18', unknown: {} });
    const made = byReference['EU.27.28']!.record;
    expect(record.parse(made)).toEqual(made);
    expect(made).toEqual({
      reference: 'EU.27.28',
      programs: ['IRQ'],
      programDetails: [{ program: 'IRQ', legalBasis: '1210/2003 (OJ L169)' }],
      subject: {
        type: 'person',
        name: 'Pellinor of Listeneise',
        aliases: [
          { name: 'Pellinore', kind: 'aka', strength: 'strong' },
          { name: 'Pellinor le Grand', kind: 'aka', strength: 'strong', language: 'fr' },
        ],
        gender: 'male',
        nationalities: ['IQ'],
        birthDates: [{ date: '1937', approximate: true }, { date: '[1940..1942]' }],
        birthPlaces: [{ city: 'Corbenic' }],
        addresses: [{ street: 'Haifa Street', city: 'Baghdad', postalCode: '7177', country: 'IQ' }],
        identifiers: [
          {
            type: 'passport',
            printedType: 'National passport',
            number: '488555',
            country: 'IQ',
            note: 'knownExpired',
          },
        ],
        contacts: [{ type: 'email', value: 'a@example.org' }],
      },
      remarks: 'UN Ref QDi.904',
      otherLists: [
        { list: 'un-sc', reference: 'LYi.909', text: 'LYi.909' },
        { list: 'un-sc', reference: 'QDi.904', text: 'UN Ref QDi.904' },
      ],
      listedOn: '2004-05-06',
      sourceIds: { logicalId: '2728' },
    });
  });

  it('reads what it says of a name in a remark', async () => {
    const remarked = (id: number, name: string, remark: string) =>
      alias(id, name).replace('/>', `><remark>${remark}</remark></nameAlias>`);
    const wallet = 'TJ2222swanswanswanswanswanswan2bb';
    const names = [
      remarked(1, 'Abu Ban', 'low quality alias'),
      alias(2, 'Ban'),
      remarked(3, 'Ban B.', 'Good quality alias'),
      remarked(4, 'Banne', `Known wallet addresses: TRX: ${wallet}`),
    ];
    const { byReference } = await readAs('eu-fsf', fsf([entity('EU.1.1', names.join(''))]));
    expect(byReference['EU.1.1']!.record).toMatchObject({
      subject: {
        name: 'Ban',
        aliases: [
          { name: 'Abu Ban', strength: 'weak' },
          { name: 'Ban B.', strength: 'strong' },
          { name: 'Banne', strength: 'strong' },
        ],
        identifiers: [{ type: 'crypto-address', number: wallet, currency: 'TRX' }],
      },
      remarks: `Known wallet addresses: TRX: ${wallet}`,
    });
  });

  it.each([
    ['low quality alias; known in Corbenic, too', 'weak', 'known in Corbenic, too'],
    ['Known in Corbenic; (low-quality a.k.a.).', 'weak', 'Known in Corbenic'],
    ['Alias of low quality', 'weak', undefined],
    ['Good quality alias; as previously listed', 'strong', 'as previously listed'],
    ['Sold goods of low quality alias cheap', 'strong', 'Sold goods of low quality alias cheap'],
  ])('parts what "%s" says of a name from the rest', async (remark, strength, remarks) => {
    const remarked = alias(2, 'Abu Ban').replace('/>', `><remark>${remark}</remark></nameAlias>`);
    const { byReference } = await readAs('eu-fsf', fsf([entity('EU.1.1', `${alias(1, 'Ban')}${remarked}`)]));
    const { record: made } = byReference['EU.1.1']!;
    expect([made.subject.aliases[0]!.strength, made.remarks]).toEqual([strength, remarks]);
  });

  it.each([
    ['yearRangeFrom="1960"', [{ note: 'from 1960' }]],
    ['yearRangeTo="1990"', [{ note: 'to 1990' }]],
    ['yearRangeFrom="1960" yearRangeTo="1962"', [{ date: '[1960..1962]', approximate: true }]],
  ])('keeps a birth of %s', async (years, births) => {
    const birth = `<birthdate circa="true" calendarType="GREGORIAN" birthdate="" ${years} ${COUNTRY}/>`;
    const { byReference } = await readAs('eu-fsf', fsf([entity('EU.1.1', `${alias(1, 'Ban')}${birth}`)]));
    expect(byReference['EU.1.1']!.record.subject.birthDates).toEqual(births);
  });

  it('links every UN reference of an entry', async () => {
    const { byReference } = await readAs(
      'eu-fsf',
      fsf([entity('EU.1.1', alias(1, 'Ban'), 'unitedNationId="QDi.901 / QDi.902"')]),
    );
    const { otherLists = [] } = byReference['EU.1.1']!.record;
    expect(otherLists.map(({ reference }) => reference)).toEqual(['QDi.901', 'QDi.902']);
  });

  it('does not take years of another calendar for ours', async () => {
    const birth = (more: string) =>
      `<birthdate circa="false" calendarType="ISLAMIC" year="1361" monthOfYear="1" dayOfMonth="30" ${more} ${COUNTRY}/>`;
    const { byReference } = await readAs(
      'eu-fsf',
      fsf([
        entity('EU.1.1', `${alias(1, 'Ban')}${birth('birthdate="1982-04-19"')}`),
        entity('EU.2.1', `${alias(1, 'Bors')}${birth('')}`),
      ]),
    );
    expect(byReference['EU.1.1']!.record.subject.birthDates).toEqual([{ date: '1982-04-19' }]);
    expect(byReference['EU.2.1']!.record.subject.birthDates).toEqual([{ note: '1361-01-30 (ISLAMIC)' }]);
  });

  it('keeps an entry whose number changed, by its internal id', async () => {
    const { publish } = givenList('eu-fsf');
    const renumbered = (number: string) => entity('EU.1.1', alias(1, 'Ban')).replace('EU.1.1', number);
    await publish(fsf([renumbered('EU.1.1'), detailed]));
    expect(await publish(fsf([renumbered('EU.900.1'), detailed], '2022-04-01'))).toMatchObject({
      reidentified: 1,
      designated: 0,
      delisted: 0,
      amended: 0,
    });
  });

  it('refuses a copy that is cut off in an attribute', async () => {
    const { publish } = givenList('eu-fsf');
    const whole = fsf([detailed]);
    const report = await publish(whole.slice(0, whole.indexOf('Haifa')));
    expect(report).toMatchObject({ events: 0, rejected: { code: 'malformed-xml' } });
  });
});
