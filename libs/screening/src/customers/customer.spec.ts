import { describe, expect, it } from '@jest/globals';
import { comparedWith } from '../schemata.ts';
import { customerOf } from './customer.ts';

describe('a customer', () => {
  it.each([[undefined], ['entity'], ['Unicorn']])('of the schema %s may be any party, a vessel too', (schema) => {
    const { example } = customerOf(
      { line: 2, values: { name: ['Lena'], ...(schema && { schema: [schema] }) } },
      '2026-01-01',
    );
    expect([...comparedWith(example!.schema)]).toEqual(
      expect.arrayContaining(['Person', 'Company', 'Vessel', 'Airplane']),
    );
  });
});
