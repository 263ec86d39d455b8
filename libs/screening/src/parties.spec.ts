import { describe, expect, it } from '@jest/globals';
import { currentScorer } from '#matching';
import { queriedParty } from './parties.ts';

describe('a party that is looked for', () => {
  const namesOf = (properties: Record<string, string[]>) => queriedParty({ schema: 'Person', properties }).names;

  it('is looked for by all of its names', () => {
    const name = Array.from({ length: 100 }, (_, at) => `Name ${at}`);
    expect(namesOf({ name })).toEqual(name);
  });

  it('has the parts of its name beside its aliases, unless the whole is given', () => {
    const parts = { firstName: ['Lena'], lastName: ['Oster'] };
    const inParts = { firstName: 'Lena', middleName: '', lastName: 'Oster' };
    expect(namesOf({ ...parts, alias: ['Leni'] })).toEqual(['Leni', inParts]);
    expect(namesOf({ ...parts, name: ['Lena Oster'] })).toEqual(['Lena Oster']);
  });
});

describe('an aircraft’s mark', () => {
  const best = (name: string, listed: string, schema: 'Airplane' | 'Thing') =>
    currentScorer.match(queriedParty({ schema, properties: { name: [name] } }), {
      schema: 'Airplane',
      names: [listed],
    })?.score;

  it('is asked for with and without a hyphen, as given first', () => {
    const asked = (name: string) => queriedParty({ schema: 'Airplane', properties: { name: [name] } }).names;
    expect(asked('YV1008')).toEqual(['YV1008', 'YV-1008']);
    expect(asked('YV-1008')).toEqual(['YV-1008', 'YV1008']);
    expect(asked('yv 1008')).toEqual(['yv 1008', 'yv-1008', 'yv1008']);
    expect(asked('Mahan 1008 Air')).toEqual(['Mahan 1008 Air']);
  });

  it.each(['Airplane', 'Thing'] as const)('is the listed one however it is written, asked as %s', (schema) => {
    for (const name of ['YV1008', 'YV-1008', 'YV 1008', 'yv1008'])
      expect([name, best(name, 'YV1008', schema)]).toEqual([name, 1]);
    for (const name of ['RA82077', 'RA-82077', 'RA 82077'])
      expect([name, best(name, 'RA-82077', schema)]).toEqual([name, 1]);
  });

  it('is none of a person', () =>
    expect(queriedParty({ schema: 'Person', properties: { name: ['YV1008'] } }).names).toEqual(['YV1008']));
});
