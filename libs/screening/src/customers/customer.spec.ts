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

  it('with more names or numbers than can be asked about has a note of how many were left out', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`).join(';');
    const { example, notes } = customerOf(
      { line: 2, values: { name: ['Lena'], alias: [many(120)], number: [many(101)] } },
      '2026-01-01',
    );
    expect([example!.properties.alias!.length, example!.properties.serialNumber!.length]).toEqual([99, 100]);
    expect(notes).toEqual(['21 of 120 left out, too many: alias', '1 of 101 left out, too many: number']);
    const whole = customerOf({ line: 2, values: { lastName: ['Roe'], alias: [many(99)] } }, '2026-01-01');
    expect(whole.notes).toEqual([]);
  });
});
