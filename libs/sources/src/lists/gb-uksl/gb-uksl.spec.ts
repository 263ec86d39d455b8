import { describe, expect, it } from '@jest/globals';
import { record } from '#domain';
import { givenList, readAs } from '../../spec-kit/given-list.ts';

const COLUMNS = [
  'Last Updated',
  'Unique ID',
  'OFSI Group ID',
  'UN Reference Number',
  'Name 6',
  'Name 1',
  'Name 2',
  'Name 3',
  'Name 4',
  'Name 5',
  'Name type',
  'Alias strength',
  'Regime Name',
  'Designation Type',
  'Sanctions Imposed',
  'UK Statement of Reasons',
  'Date Designated',
  'D.O.B',
  'Nationality(/ies)',
  'Passport number',
  'IMO number',
];
const ukslCsv = (rows: string[][], day = '08-Oct-2026') =>
  [`Report Date: ${day}`, COLUMNS.join(','), ...rows.map((row) => row.map((cell) => `"${cell}"`).join(','))].join(
    '\r\n',
  );
const REGIME = 'The Afghanistan (Sanctions) (EU Exit) Regulations 2020';
const ukslRow = (name: string, type: string, birth = '') => [
  '05/03/2026',
  'AFG0901',
  '13901',
  'TAi.902',
  name,
  'Pellinor',
  '',
  '',
  '',
  '',
  type,
  'Good quality a.k.a',
  REGIME,
  'Individual',
  'Asset freeze|Travel Ban|Asset freeze',
  'Named after RUS0001,\r\nthey say.',
  '25/01/2001',
  birth,
  'Afghanistan',
  'P-1',
  '',
];
const ukslXml = (more = '', day = '09/10/2026') =>
  `<?xml version="1.0" encoding="utf-8"?><Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><DateGenerated>${day}</DateGenerated>
  <Designation><LastUpdated>05/03/2026</LastUpdated><DateDesignated>25/01/2001</DateDesignated><UniqueID>AFG0901</UniqueID><OFSIGroupID>13901</OFSIGroupID><UNReferenceNumber>TAi.902</UNReferenceNumber>
  <Names><Name><Name1>Pellinor</Name1><Name6>OF LISTENEISE</Name6><NameType>Primary name</NameType><AliasStrength>Good quality a.k.a</AliasStrength></Name>
  <Name><Name1>Pellinor</Name1><Name6>BEASTLY</Name6><NameType>ALias</NameType><AliasStrength>Good quality a.k.a</AliasStrength></Name></Names>
  <RegimeName>${REGIME}</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed><UKStatementofReasons>Named after RUS0001, they say.</UKStatementofReasons>
  <IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB></DOBs><Nationalities><Nationality>Afghanistan</Nationality></Nationalities><PassportDetails><Passport><PassportNumber>P-1</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation>${more}</Designations>`;

describe('the UK Sanctions List', () => {
  const rows = [ukslRow('OF LISTENEISE', 'Primary Name', 'dd/mm/1945'), ukslRow('BEASTLY', 'ALias', 'dd/mm/1945')];

  it('makes the same record of both formats', async () => {
    const csv = await readAs('gb-uksl', ukslCsv(rows));
    const xml = await readAs('gb-uksl', ukslXml());
    expect([csv.publishedOn, csv.unknown, xml.publishedOn, xml.unknown]).toEqual(['2026-10-08', {}, '2026-10-09', {}]);
    const { record: made } = xml.byReference.AFG0901!;
    expect(record.parse(made)).toEqual(made);
    expect(csv.byReference.AFG0901!.record).toEqual(made);
    expect(made).toEqual({
      reference: 'AFG0901',
      programs: [REGIME],
      subject: {
        type: 'person',
        name: 'Pellinor OF LISTENEISE',
        aliases: [{ name: 'Pellinor BEASTLY', kind: 'aka', strength: 'strong' }],
        nationalities: ['AF'],
        birthDates: [{ date: '1945' }],
        identifiers: [{ type: 'passport', number: 'P-1' }],
      },
      measures: ['Asset freeze', 'Travel Ban'],
      reasons: ['Named after RUS0001, they say.'],
      otherLists: [
        { list: 'un-sc', reference: 'TAi.902', text: 'TAi.902' },
        { list: 'gb-ofsi', reference: '13901', text: 'OFSI Group ID 13901' },
      ],
      listedOn: '2001-01-25',
    });
    const { publish } = givenList('gb-uksl');
    await publish(ukslCsv(rows));
    expect(await publish(ukslXml())).toMatchObject({ events: 0, rejected: null });
  });

  it('quarantines a block without its Unique ID, where it is none', async () => {
    const { quarantined } = await readAs('gb-uksl', ukslXml().replace('AFG0901', 'n/a'));
    expect(quarantined).toMatchObject([{ reason: expect.stringContaining('Unique ID') }]);
  });

  it('reads the odd values of its cells', async () => {
    const columns = ['Business registration number (s)', 'Email address', 'Website', 'Other Information'];
    const further = [
      'INN: 7800000000 OGRN: 1120000000000 ',
      'a@example.org; b@example.org',
      'www.example.org; example.com',
    ];
    const wallet = '0x0000000000000000000000000000000000000def';
    const row = ukslRow('OF LISTENEISE', 'Primary Name', "'00/00/1975");
    row[15] = 'Director of &quot;Listeneise &amp;amp; Sons&quot; &#8211; caf&eacute;';
    const content = [
      'Report Date: 08-Oct-2026',
      [...COLUMNS, ...columns].join(','),
      [...row, ...further, `(1) ETH: ${wallet}`].map((cell) => `"${cell}"`).join(','),
    ].join('\r\n');
    const { byReference } = await readAs('gb-uksl', content);
    expect(byReference.AFG0901!.record).toMatchObject({
      subject: {
        birthDates: [{ date: '1975' }],
        identifiers: [
          { type: 'passport', number: 'P-1' },
          { type: 'tax', printedType: 'INN', number: '7800000000' },
          { type: 'registration', printedType: 'OGRN', number: '1120000000000' },
          { type: 'crypto-address', number: wallet, currency: 'ETH' },
        ],
        contacts: [
          ...['a@example.org', 'b@example.org'].map((value) => ({ type: 'email', value })),
          ...['www.example.org', 'example.com'].map((value) => ({ type: 'website', value })),
        ],
      },
      reasons: ['Director of "Listeneise & Sons" – café'],
    });
  });

  it('links every UN reference of a cell', async () => {
    const { byReference } = await readAs('gb-uksl', ukslXml().replace('TAi.902', 'TAi.902; QDe.903'));
    const { otherLists = [] } = byReference.AFG0901!.record;
    expect(otherLists.map(({ reference }) => reference)).toEqual(['TAi.902', 'QDe.903', '13901']);
  });

  it('knows ships', async () => {
    const ship = `<Designation><UniqueID>RUS9901</UniqueID><Names><Name><Name6>QUESTING BEAST</Name6><NameType>Primary Name</NameType></Name></Names><RegimeName>R</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip>
      <ShipDetails><Ship><IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers><CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips></Ship></ShipDetails></Designation>`;
    const { byReference } = await readAs('gb-uksl', ukslXml(ship));
    expect(byReference.RUS9901!.record.subject).toMatchObject({
      type: 'vessel',
      identifiers: [{ type: 'imo', number: '9562233' }],
      vessel: { flags: ['PA'] },
    });
  });
});
