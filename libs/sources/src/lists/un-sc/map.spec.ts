import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { diffRecords, record } from '#domain';
import { forOneReading } from '../../reading/budget.ts';
import { defaultLimits } from '../../limits.ts';
import { mapEntry } from './map.ts';
import { readConsolidatedList } from './read.ts';
import { keepKnown } from './keep-known.ts';
import { inPieces, publicationXml, type SampleEntry } from '../../spec-kit/un-sc.ts';

const mapped = async (xml: string) =>
  mapEntry(
    (await readConsolidatedList({ name: '', head: '', chunks: inPieces(xml) }, forOneReading(defaultLimits))).rows[0]!,
  );
const fixture = async (name: string) =>
  mapped(await readFile(new URL(`./fixtures/${name}.xml`, import.meta.url), 'utf8'));
const sample = (entry: SampleEntry) => mapped(publicationXml('2024-01-01', [{ reference: 'QDi.901', ...entry }]));
const births = async (more: string) => (await sample({ person: true, more })).record.subject.birthDates;
const birth = (inside: string) => `<INDIVIDUAL_DATE_OF_BIRTH>${inside}</INDIVIDUAL_DATE_OF_BIRTH>`;

describe('mapping an entry of the Security Council', () => {
  it('makes one record of all its parts', async () => {
    const entry = await fixture('person-2023');
    expect(record.parse(entry.record)).toEqual(entry.record);
    expect(entry.record).toEqual({
      otherLists: [{ list: 'un-sc', reference: 'TI.P.901.01', text: '[Old Reference # TI.P.901.01.]' }],
      reference: 'TAi.901',
      programs: ['Taliban'],
      listedOn: '2015-03-27',
      remarks: "[Old Reference # TI.P.901.01.] Known as 'the Questing Knight'.",
      sourceIds: { dataId: '9900001' },
      subject: {
        type: 'person',
        name: 'PELLINOR OF LISTENEISE',
        aliases: [
          { name: 'Pellinore', kind: 'aka', strength: 'strong' },
          { name: 'Pelinor', kind: 'aka', strength: 'strong' },
          { name: 'Sir P', kind: 'aka', strength: 'weak' },
          { name: 'پلینور', kind: 'original-script', script: 'Arab' },
        ],
        titles: ['King'],
        positions: ['Keeper of the Beast'],
        nationalities: ['Listeneise'],
        birthDates: [
          { date: '1966', approximate: true },
          { date: '1960-02-03' },
          { date: '[1977..1982]' },
          { note: 'spring 1961' },
        ],
        birthPlaces: [{ city: 'Corbenic', country: 'Listeneise' }],
        addresses: [
          {
            street: '1 Castle Road',
            city: 'Corbenic',
            region: 'North',
            postalCode: '901',
            country: 'Listeneise',
            note: 'as of 2016',
          },
        ],
        identifiers: [
          {
            type: 'national-id',
            printedType: 'National Identification Number',
            number: 'L-1',
            country: 'Listeneise',
            note: 'expired',
          },
        ],
      },
    });
    expect(entry.updatedOn).toEqual(['2016-05-01', '2022-11-08']);
    expect(entry.formerReferences).toEqual(['TI.P.901.01']);
  });

  it('finds nothing changed where birth dates moved into alias elements and back', async () => {
    const before = (await fixture('person-2023')).record;
    const after = (await fixture('person-2024')).record;
    expect(diffRecords(before, keepKnown(before, after))).toEqual([]);
    expect(diffRecords(after, keepKnown(after, before))).toEqual([]);
  });

  it('finds a new birth date', async () => {
    const { record: known } = await fixture('person-2023');
    const next = { ...known, subject: { ...known.subject, birthDates: [{ date: '1961' }] } };
    expect(diffRecords(known, keepKnown(known, next))).toHaveLength(1);
  });

  it.each([
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1977-1982</YEAR>', [{ date: '[1977..1982]' }]],
    ['<YEAR>1959/1960</YEAR>', [{ date: '[1959..1960]' }]],
    ['<TYPE_OF_DATE>between</TYPE_OF_DATE><FROM_YEAR>1990</FROM_YEAR><TO_YEAR>1980</TO_YEAR>', [{ note: '1990-1980' }]],
    ['<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR>', [{ note: 'from 1970' }]],
    ['<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><TO_YEAR>1990</TO_YEAR><NOTE>or so</NOTE>', [{ note: 'to 1990; or so' }]],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1965-00-00</DATE>', [{ date: '1965' }]],
    ['<DATE>1966-07</DATE>', [{ date: '1966-07' }]],
    ['<DATE>12 Mar 1972</DATE><NOTE>doubted</NOTE>', [{ date: '1972-03-12', note: 'doubted' }]],
    ['<YEAR>circa 1971</YEAR>', [{ date: '1971', approximate: true }]],
    ['<DATE>1961-02-30</DATE>', [{ note: '1961-02-30' }]],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE>', undefined],
  ])('reads the birth date %s', async (inside, expected) => {
    expect(await births(birth(inside))).toEqual(expected);
  });

  it('counts words that nobody knows', async () => {
    const alias = (quality: string) =>
      `<INDIVIDUAL_ALIAS><QUALITY>${quality}</QUALITY><ALIAS_NAME>${quality} Ban</ALIAS_NAME></INDIVIDUAL_ALIAS>`;
    const entry = await sample({ person: true, more: `<GENDER>F</GENDER>${alias('High')}${alias('LOW ')}` });
    expect(entry.unread).toEqual(['QUALITY: High']);
    expect(entry.record.subject).toMatchObject({ gender: 'female', aliases: [{ kind: 'aka' }, { strength: 'weak' }] });
    expect((await sample({ more: '<GENDER>Unknown</GENDER>' })).unread).toEqual([]);
    expect((await sample({ more: '<GENDER>Knight</GENDER>' })).unread).toEqual(['GENDER: Knight']);
  });

  it('knows former names of organizations', async () => {
    const more = '<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Round Table</ALIAS_NAME></ENTITY_ALIAS>';
    const { record: round } = await sample({ names: ['Round Table'], more });
    expect(round.subject).toEqual({
      type: 'organization',
      name: 'Round Table',
      aliases: [{ name: 'Old Round Table', kind: 'fka' }],
    });
  });

  it('does not guess at an entry without a name or with an unreadable delisting', async () => {
    await expect(sample({ names: [' '] })).rejects.toThrow('no name');
    await expect(sample({ more: '<DELISTED_ON>soon</DELISTED_ON>' })).rejects.toThrow('DELISTED_ON');
  });
});
