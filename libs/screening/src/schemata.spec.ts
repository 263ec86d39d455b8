import { expect, it } from '@jest/globals';
import { comparedWith } from './schemata.ts';

// What followthemoney 4.9.2 gives for `model.get(schema).matchable_schemata`, and yente for Thing, which is not matchable itself.
it.each([
  ['Person', ['LegalEntity', 'Person']],
  ['LegalEntity', ['Company', 'LegalEntity', 'Organization', 'Person', 'PublicBody']],
  ['Organization', ['Company', 'LegalEntity', 'Organization', 'PublicBody']],
  ['Company', ['Company', 'LegalEntity', 'Organization']],
  ['PublicBody', ['LegalEntity', 'Organization', 'PublicBody']],
  ['Vessel', ['Vessel']],
  ['Airplane', ['Airplane']],
  ['CryptoWallet', ['CryptoWallet']],
  ['Security', ['Security']],
] as const)('%s is compared with %j', (schema, schemata) =>
  expect([...comparedWith(schema)].filter((each) => each !== 'Thing').sort()).toEqual(schemata),
);

it('Thing is compared with all', () => expect(comparedWith('Thing').size).toBe(10));
