import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { record } from '#domain';
import { madeOf, PAIRS, unreadMembers, type Sample } from '../../../spec-kit/known-members.ts';
import { readAs } from '../../../spec-kit/given-list.ts';
import { tableMapping, type TableMapping } from '../table-mapping.ts';
import { tableLists } from '../built-in.ts';
import { knownOf } from '../table.ts';

/** Invented entries in the columns of each list. */
const csv = (...rows: string[][]) => rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n');
const un = (more: object) => ({
  DATAID: '1',
  REFERENCE_NUMBER: 'QDi.901',
  UN_LIST_TYPE: 'Al-Qaida',
  LISTED_ON: '05/10/2001',
  COMMENTS1: 'Quests',
  ...more,
});

const SAMPLES: Record<string, { content: string; entries: Record<string, object> }> = {
  'au-dfat': {
    content: csv(
      [
        'Reference',
        'Name of Individual or Entity',
        'Type',
        'Name Type',
        'Alias Strength',
        'Date of Birth',
        'Place of Birth',
        'Citizenship',
        'Address',
        'Additional Information',
        'Listing Information',
        'IMO Number',
        'Committees',
        'Control Date',
        'Instrument of Designation',
        'Targeted Financial Sanction',
        'Travel Ban',
        'Arms Embargo',
        'Maritime Restriction',
      ],
      [
        '8101',
        'Osric Elmet',
        'Individual',
        'Primary Name',
        '',
        '1961, 02/03/1962',
        'Lowmere',
        'Latvia',
        '',
        '',
        '',
        '',
        'Autonomous (Latvia)',
        '10/08/2017',
        'Instrument 2017',
        'TRUE',
        'TRUE',
        '',
        '',
      ],
      [
        '8101a',
        'The Miller',
        'Individual',
        'aka',
        'Weak',
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        'Autonomous (Latvia)',
        '10/08/2017',
        'Instrument 2017',
        'TRUE',
        'TRUE',
        '',
        '',
      ],
    ),
    entries: {
      8101: {
        programs: ['Autonomous (Latvia)'],
        listedOn: '2017-08-10',
        legalBasis: 'Instrument 2017',
        subject: {
          type: 'person',
          name: 'Osric Elmet',
          aliases: [{ name: 'The Miller', kind: 'aka', strength: 'weak' }],
          birthDates: [{ date: '1961' }, { date: '1962-03-02' }],
          nationalities: ['LV'],
        },
      },
    },
  },
  'ua-nsdc-persons': {
    content: JSON.stringify([
      {
        sid: 101,
        name: 'Ельмет Осрик',
        translit: 'Elmet Osric',
        aliases: ['Осрик'],
        citizenships: ['LV'],
        bd: '1961-02-03',
        dd: null,
        identifiers: [{ id: 'tax:inn', code: '7700', iso2: 'LV', note: null }],
        status: 'active',
        attributes: [{ key: 'Посада', value: 'мельник' }],
      },
      { sid: 102, name: 'Ельмет Берта', translit: null, aliases: null, status: 'expired' },
    ]),
    entries: {
      101: {
        remarks: 'мельник',
        subject: {
          name: 'Ельмет Осрик',
          script: 'Cyrl',
          birthDates: [{ date: '1961-02-03' }],
          nationalities: ['LV'],
          aliases: [{ name: 'Elmet Osric' }, { name: 'Осрик' }],
          identifiers: [{ type: 'other', number: '7700' }],
        },
      },
      102: { standing: 'delisted' },
    },
  },
  'ua-nsdc-organizations': {
    content: JSON.stringify([
      { sid: 201, name: 'Млин', translit: 'Mlyn', citizenships: ['LV'], bd: '1999', status: 'active' },
    ]),
    entries: { 201: { subject: { type: 'organization', name: 'Млин' } } },
  },
  'fr-gels': {
    content: JSON.stringify({
      Publications: {
        DatePublication: '2026-01-02T00:00:00',
        PublicationDetail: [
          {
            IdRegistre: 1234,
            Nature: 'Personne physique',
            Nom: 'ELMET',
            RegistreDetail: [
              { TypeChamp: 'PRENOM', Valeur: [{ Prenom: 'Osric' }] },
              { TypeChamp: 'ALIAS', Valeur: [{ Alias: 'Le Meunier', Commentaire: '' }] },
              {
                TypeChamp: 'DATE_DE_NAISSANCE',
                Valeur: [
                  { Jour: '3', Mois: '2', Annee: '1961' },
                  { Jour: '4', Mois: '2', Annee: '1961' },
                ],
              },
              { TypeChamp: 'NATIONALITE', Valeur: [{ Pays: 'Lettonie' }] },
              { TypeChamp: 'FONDEMENT_JURIDIQUE', Valeur: [{ FondementJuridiqueLabel: 'Décret 1' }] },
              { TypeChamp: 'MOTIFS', Valeur: [{ Motifs: 'Quêtes' }] },
            ],
          },
          {
            IdRegistre: 1235,
            Nature: 'Personne physique',
            Nom: 'ELMET',
            RegistreDetail: [
              { TypeChamp: 'PRENOM', Valeur: [{ Prenom: 'Berta' }] },
              { TypeChamp: 'DATE_DE_NAISSANCE', Valeur: [{ Annee: '1961' }, { Jour: '4', Mois: '2', Annee: '1962' }] },
            ],
          },
        ],
      },
    }),
    entries: {
      1234: {
        legalBasis: 'Décret 1',
        reasons: ['Quêtes'],
        subject: {
          type: 'person',
          name: 'Osric ELMET',
          aliases: [{ name: 'Le Meunier', kind: 'aka' }],
          nationalities: ['LV'],
          birthDates: [{ date: '1961-02-03' }, { date: '1961-02-04' }],
        },
      },
      // Which day belongs to which year cannot be told.
      1235: { subject: { name: 'Berta ELMET', birthDates: [{ date: '1961' }, { date: '1962' }] } },
    },
  },
  'jp-meti-eul': {
    content: csv(
      ['No.', 'Country or Region', 'Company or Organization', 'Also Known As', 'Type of WMD'],
      ['1', 'Latvia', 'Elmet Works', '・Elmet・Works of Elmet', 'M,N'],
    ),
    entries: {
      'elmet-works-latvia': {
        reasons: ['M,N'],
        subject: { nationalities: ['LV'], aliases: [{ name: 'Elmet' }, { name: 'Works of Elmet' }] },
      },
    },
  },
  'sg-tsfa': {
    content: csv(
      [
        'No.',
        'Name',
        'Also Known As',
        'Date of Birth',
        'Citizenship',
        'Passport No.',
        'NRIC No.',
        'Date of Designation',
        'Date of Deletion',
      ],
      ['1', 'Osric Elmet', 'Osric @ Elmet', '3 February 1961', 'Singapore', 'P1', '', '12 March 2018', ''],
      ['2', 'Berta Elmet', '', '1962', 'Singapore', '', 'S1', '12 March 2018', '1 April 2020'],
    ),
    entries: {
      'osric-elmet-3-february-1961': {
        listedOn: '2018-03-12',
        subject: { birthDates: [{ date: '1961-02-03' }], aliases: [{ name: 'Osric' }, { name: 'Elmet' }] },
      },
      'berta-elmet-1962': { delistedOn: '2020-04-01' },
    },
  },
  'il-nbctf-wallets': {
    content: [
      'שם מלא,תעודת זהות,דרכון,תאריך לידה,מספר זיהוי הארנק האלקטרוני/ יוזר,מטבע',
      'צ.ת 1/20',
      ',,,,TXelmet0001,USDT',
      'צ.ת 2/20,,,,,',
      'Osric Elmet,1,P1,3.2.1961,TXelmet0002,',
    ].join('\n'),
    entries: {
      txelmet0001: { legalBasis: 'צ.ת 1/20', subject: { name: 'TXelmet0001' } },
      txelmet0002: {
        legalBasis: 'צ.ת 2/20',
        subject: {
          name: 'Osric Elmet',
          birthDates: [{ date: '1961-02-03' }],
          identifiers: [{ type: 'crypto-address' }, { type: 'national-id' }, { type: 'passport' }],
        },
      },
    },
  },
  'ar-repet-personas': {
    content: JSON.stringify([
      un({
        FIRST_NAME: 'OSRIC',
        SECOND_NAME: 'ELMET',
        THIRD_NAME: null,
        NAME_ORIGINAL_SCRIPT: 'Осрик',
        NATIONALITY: [{ VALUE: 'Letonia' }],
        DESIGNATION: [{ VALUE: 'Molinero' }],
        INDIVIDUAL_ALIAS: [{ QUALITY: 'Low', ALIAS_NAME: 'El Molinero; Elmet' }],
        INDIVIDUAL_DATE_OF_BIRTH: [{ TYPE_OF_DATE: 'EXACT', DATE: '1961-02-03' }, { YEAR: '1962' }],
        INDIVIDUAL_ADDRESS: [{ STREET: '1 Calle', CITY: 'Riga', COUNTRY: 'Letonia' }],
      }),
    ]),
    entries: {
      1: {
        programs: ['Al-Qaida'],
        listedOn: '2001-10-05',
        remarks: 'Quests',
        subject: {
          name: 'OSRIC ELMET',
          addresses: [{ text: '1 Calle, Riga, Letonia' }],
          birthDates: [{ date: '1961-02-03' }, { date: '1962' }],
          positions: ['Molinero'],
        },
      },
    },
  },
  'ar-repet-entidades': {
    content: JSON.stringify([
      un({ FIRST_NAME: 'MOLINO', ENTITY_ALIAS: [{ QUALITY: 'a.k.a.', ALIAS_NAME: 'El Molino' }] }),
    ]),
    entries: { 1: { subject: { type: 'organization', name: 'MOLINO', aliases: [{ name: 'El Molino' }] } } },
  },
  'pl-mswia-persons': {
    content: csv(
      [
        'Lp.',
        'Nazwisko i imię',
        'Dane identyfikacyjne osoby',
        'Zastosowane środki sankcyjne',
        'Uzasadnienie wpisu na listę',
        'Data umieszczenia na liście',
        'Data wykreślenia z listy',
      ],
      ['1', 'ELMET Osric', 'urodzony 3.02.1961 r.', 'zamrożenie', 'Młyny', '25.04.2022 r.', ''],
      ['2', 'ELMET Berta', '', 'zamrożenie', 'Młyny', '25.04.2022', '1.07.2023'],
    ),
    entries: {
      'elmet-osric': { listedOn: '2022-04-25', reasons: ['Młyny'] },
      'elmet-berta': { listedOn: '2022-04-25', delistedOn: '2023-07-01' },
    },
  },
  'pl-mswia-organizations': {
    content: csv(
      [
        'Lp.',
        'Nazwa podmiotu',
        'Dane identyfikacyjne podmiotu',
        'Zastosowane środki sankcyjne',
        'Uzasadnienie wpisu na listę',
        'Data umieszczenia na liście',
        'Data wykreślenia z listy',
      ],
      ['1', 'Młyn Elmet', 'NIP 1', 'zamrożenie', 'Młyny', '25.04.2022', ''],
    ),
    entries: { 'młyn-elmet': { listedOn: '2022-04-25', subject: { type: 'organization' } } },
  },
  'nz-russia': {
    content: csv(
      [
        'Unique Identifier',
        'Type',
        'First name',
        'Middle name(s)',
        'Last name',
        'Title',
        'DOB',
        'Citizenship',
        'Citizenship 2',
        'Citizenship 3',
        'Place of Birth',
        'Passport Number',
        'Alias/Alternate Spellings',
        'Address',
        'Date of Sanction',
        'Sanction Status',
        'General Rationale for Sanction',
        'Additional Information',
      ],
      [
        'IND-1',
        'Individual',
        'Osric',
        '',
        'Elmet',
        'Miller',
        '3/02/1961',
        'Latvia',
        'Estonia',
        '',
        '',
        'P1',
        'Ossie; Elmet the Elder',
        '',
        '18/03/2022',
        'Active',
        'Mills',
        '',
      ],
    ),
    entries: {
      'IND-1': {
        listedOn: '2022-03-18',
        reasons: ['Mills'],
        subject: { name: 'Osric Elmet', nationalities: ['LV', 'EE'], birthDates: [{ date: '1961-02-03' }] },
      },
    },
  },
};

describe('a national list by a mapping of ours', () => {
  it.each(Object.entries(SAMPLES).map(([list, sample]) => ({ list, ...sample })))(
    '$list reads a sample in its columns',
    async ({ list, content, entries }) => {
      const { byReference, unknown, quarantined, unread } = await readAs(list, content);
      for (const { record: made } of Object.values(byReference)) expect(record.parse(made)).toEqual(made);
      const made = Object.fromEntries(
        Object.entries(byReference).map(([reference, entry]) => [reference, entry.record]),
      );
      expect(Object.keys(made).sort()).toEqual(Object.keys(entries).sort());
      expect(made).toMatchObject(entries);
      expect([quarantined, Object.keys(unknown).filter((name) => !/^(NOTE|identifiers)/.test(name))]).toEqual([[], []]);
      expect(Object.keys(unread).filter((what) => !what.startsWith('country'))).toEqual([]);
    },
  );

  it.each(tableLists.map(({ list }) => list))('%s reads every column that it does not leave out', async (list) => {
    const yaml = await readFile(new URL(`./${list}.yaml`, import.meta.url), 'utf8');
    const mapping = tableMapping.parse(parse(yaml));
    const columns = [...new Set(knownOf(mapping))].filter((column) => !mapping.ignored.includes(column));
    const read = (values: Sample) => madeOf(list, fileOf(mapping, columns, values));
    expect(await unreadMembers(columns, samplesOf(mapping), read, [...PAIRS, ...meaningsOf(mapping)])).toEqual([]);
  });
});

/** A sample in which every column that says what others mean says something. */
function samplesOf({ type, nameKind, status, reference, primaryName, delistedOn }: TableMapping): Sample[] {
  const meaning = [type, nameKind, status].flatMap((what) =>
    typeof what === 'object' ? [[what.column, Object.keys(what.values)[0]!]] : [],
  );
  const number = typeof reference === 'object' && 'matching' in reference ? [[reference.column, '7']] : [];
  // An end that is no date would cost the entry.
  const end = delistedOn ? [[delistedOn.column, null]] : [];
  const base = Object.fromEntries([...meaning, ...number, ...end]) as Sample;
  // The second of two alternatives speaks where the first is empty.
  return Array.isArray(primaryName) ? [base] : [base, { ...base, [primaryName.firstOf[0]!]: null }];
}

const meaningsOf = ({ type, nameKind, nameStrength, status }: TableMapping) =>
  [type, nameKind, nameStrength, status].flatMap((what) =>
    typeof what === 'object' ? [Object.keys(what.values).slice(0, 2) as [string, string]] : [],
  );

function fileOf(mapping: TableMapping, columns: readonly string[], values: Sample): string {
  if (mapping.format === 'json') {
    const tree: Record<string, unknown> = {};
    for (const [path, value] of Object.entries(values)) {
      const names = path.split('/');
      const last = names.pop()!;
      let node = tree;
      for (const name of names) node = (node[name] ??= {}) as Record<string, unknown>;
      node[last] = value;
    }
    const names = mapping.records?.split('/').slice(1) ?? [];
    return JSON.stringify(names.reduceRight<unknown>((inside, name) => ({ [name]: inside }), [tree]));
  }
  const { heading, delimiter } = mapping;
  const printed = columns.filter((column) => column !== heading);
  const cells = (row: readonly string[]) => row.map((cell) => `"${cell}"`).join(delimiter);
  const another = printed.map((column) => {
    const isKind = typeof mapping.nameKind === 'object' && column === mapping.nameKind.column;
    return isKind ? 'aka' : (values[column] ?? '');
  });
  const name = (cell: string, i: number) => (printed[i]!.startsWith('Name of') ? 'Another' : cell);
  return [
    cells(printed),
    ...(heading && values[heading] ? [values[heading]] : []),
    ...(mapping.nameKind ? [cells(another.map(name))] : []),
    cells(printed.map((column) => values[column] ?? '')),
  ].join('\n');
}

const WALLETS = resolve('../shared/data/foreign/il-crypto/wallets.csv');
const TABLES = resolve('../shared/data/national-lists');
if (!existsSync(WALLETS)) process.stderr.write(`\n!!! SKIPPED: no real table in ${WALLETS} !!!\n\n`);

(existsSync(WALLETS) ? describe : describe.skip)('a real table of a national list', () => {
  it.each([
    ['il-nbctf-wallets', WALLETS, 531],
    ['ch-fiaa', resolve(TABLES, 'ch-fiaa/freezes.csv'), undefined],
    ['bg-national', resolve(TABLES, 'bg-national/sanctions.csv'), undefined],
    ['cn-mofcom', resolve(TABLES, 'cn-mofcom/sanctions.csv'), undefined],
  ])('%s goes in', async (list, file, size) => {
    const { entries, quarantined } = await readAs(list, await readFile(file));
    // One line of China's table says nothing of who listed it.
    expect(quarantined.map(({ row }) => row.at)).toEqual(list === 'cn-mofcom' ? ['line 129'] : []);
    expect(entries.length).toBeGreaterThan(10);
    if (size !== undefined) expect(entries).toHaveLength(size);
  });
});
