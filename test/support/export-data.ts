import { source, type Rest } from './rest.ts';

const about = (effective: string) => ({
  effective,
  source: source('authority', { url: 'https://example.org/gazette' }),
});

export const LIST = 'li-exp';

/** Records of parties of each kind, with what exports have to hold of them. */
export const RECORDS = [
  {
    reference: 'A.1',
    programs: ['TALIBAN', 'UN-SC1988'],
    listedOn: '2010-01-01',
    legalBasis: 'Regulation 1',
    measures: ['asset freeze'],
    reasons: ['A reason; with "quotes"'],
    otherLists: [{ list: 'un-sc', reference: 'TAi.001', text: 'UN Ref TAi.001' }],
    subject: {
      type: 'person',
      name: '=Jane  Roe',
      aliases: [
        { name: 'J. Roe', kind: 'aka', strength: 'weak' },
        { name: 'Джейн Роу', kind: 'original-script', script: 'Cyrl' },
        { name: 'Jane Doe', kind: 'fka' },
      ],
      gender: 'female',
      nationalities: ['AF', 'Nowhere'],
      birthDates: [{ date: '1970-05-01' }, { date: '[1971-01-01..1971-06-30]', approximate: true }, { note: 'circa' }],
      birthPlaces: [{ city: 'Kabul', country: 'AF' }],
      addresses: [{ street: '1 Road', city: 'Kabul', country: 'AF', postalCode: '1001' }, { text: 'Somewhere;\nelse' }],
      identifiers: [
        { type: 'passport', number: 'P123', country: 'AF', issuedOn: '2001-02-03', expiresOn: '2011' },
        { type: 'national-id', number: 'N-1', printedType: 'Tazkira' },
        { type: 'other', number: 'O-1', printedType: 'Driver’s licence' },
        { type: 'crypto-address', number: 'bc1q0000', currency: 'XBT' },
        { type: 'tax', number: 'T 1' },
        { type: 'passport', note: 'lost' },
      ],
      contacts: [
        { type: 'phone', value: '+93 70 123 4567' },
        { type: 'phone', value: 'none' },
        { type: 'email', value: 'a@example.org' },
        { type: 'website', value: 'https://example.org/x' },
      ],
      titles: ['Dr'],
      positions: ['Minister'],
    },
  },
  {
    reference: 'Ж 1/2',
    programs: ['P'],
    subject: {
      type: 'organization',
      name: 'Bank “Alpha”',
      aliases: [],
      activities: ['Company', 'banking'],
      foundedOn: ['1999'],
      identifiers: [
        { type: 'bic', number: 'DEUTDEFF' },
        { type: 'bic', number: 'no bic' },
        { type: 'registration', number: 'R1' },
        { type: 'imo', number: '1234567' },
      ],
    },
  },
  {
    reference: 'V.1',
    programs: ['P'],
    subject: {
      type: 'vessel',
      name: 'Sea Star',
      aliases: [],
      identifiers: [
        { type: 'imo', number: '9074729' },
        { type: 'mmsi', number: '366123456' },
      ],
      vessel: {
        type: 'Tanker',
        flags: ['PA'],
        formerFlags: ['LR'],
        tonnage: '12,345',
        grossTonnage: 'x',
        builtIn: '1999',
      },
    },
  },
  {
    reference: 'C.1',
    programs: ['P'],
    subject: {
      type: 'aircraft',
      name: 'EP-ABC',
      aliases: [],
      identifiers: [{ type: 'tail-number', number: 'EP-ABC' }],
      aircraft: { model: 'A340', operator: 'Air', serialNumber: '123', builtOn: '1999-05' },
    },
  },
  {
    reference: 'W.1',
    programs: ['P'],
    subject: {
      type: 'organization',
      name: 'bc1qabc',
      aliases: [],
      activities: ['crypto wallet'],
      identifiers: [{ type: 'crypto-address', number: 'bc1qabc', currency: 'XBT', printedType: 'publicKey' }],
    },
  },
] as const;

/** Posts, and gives the position; throws where it was refused. */
export async function told(
  answer: ReturnType<Rest['post']>,
): Promise<{ position: number; event: { id: string; time: string } }> {
  const { status, body } = await answer;
  if (status > 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Two lists, one with a party of each kind; gives the last position. */
export async function recordExamples(rest: Rest): Promise<number> {
  for (const list of [LIST, 'md-exp'])
    await told(
      rest.post('/v1/lists', {
        ...about('2010-01-01'),
        list,
        name: `List ${list}`,
        authority: list.slice(0, 2).toUpperCase(),
        url: 'https://example.org/list',
      }),
    );
  let position = 0;
  for (const record of RECORDS)
    ({ position } = await told(rest.post('/v1/designations', { ...about('2010-01-01'), list: LIST, record })));
  const other = { reference: 'M.1', programs: ['Q'], subject: { type: 'organization', name: 'Other', aliases: [] } };
  ({ position } = await told(rest.post('/v1/designations', { ...about('2011-03'), list: 'md-exp', record: other })));
  await rest.get(`/v1/lists?minPosition=${position}`);
  return position;
}

/** Records what happens to a designation of the list, and waits until it can be asked about. */
export async function change(rest: Rest, reference: string, what: string, effective: string, more: object = {}) {
  const path = `/v1/designations/${encodeURIComponent(`${LIST}:${reference}`)}/${what}`;
  const done = await told(rest.post(path, { ...about(effective), ...more }));
  await rest.get(`/v1/lists?minPosition=${done.position}`);
  return done;
}
