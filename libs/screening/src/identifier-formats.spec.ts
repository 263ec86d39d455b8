import { describe, expect, it } from '@jest/globals';
import { currentScorer } from '#matching';
import { asIdentifier } from './identifier-formats.ts';

describe('an identifier', () => {
  it.each([
    ['imo', '9074729', 'imo'],
    ['imo', 'IMO 9074729', 'imo'],
    ['imo', '9074728', undefined],
    ['imo', '907472', undefined],
    ['imo', 'unknown', undefined],
    ['mmsi', '273 456 789', 'mmsi'],
    ['mmsi', '27345678', undefined],
    ['bic', 'DEUTDEFF', 'bic'],
    ['bic', 'DEUTDEFFXXX', 'bic'],
    ['bic', 'DEUTXYFF', undefined],
    ['bic', 'n/a', undefined],
    ['passport', 'whatever 1', 'passport'],
    ['other', '9074729', undefined],
    ['passport', 'K 012 345', undefined, 'DE'],
    ['passport', 'C01X00T47', 'passport', 'DE'],
    ['passport', '77', 'passport', 'AF'],
    ['tax', '7707083893', 'tax', 'RU'],
    ['tax', '7707083894', undefined, 'RU'],
    ['tax', '500100732259', 'tax', 'RU'],
    ['tax', 'unknown', undefined, 'RU'],
    ['tax', '7707083894', 'tax', undefined],
    ['tax', '36 574 261 809', 'tax', 'DE'],
    ['tax', '1', 'tax', 'AF'],
  ] as const)('%s %s', (type, value, kind, country = undefined as string | undefined) =>
    expect(asIdentifier(value, type, country).type).toBe(kind),
  );

  it('that is no IMO number contradicts none, where two that are do', () => {
    const { prepare, compare } = currentScorer;
    const name = prepare('Ocean Star', 'Vessel');
    const party = (imo: string) => ({
      schema: 'Vessel',
      names: ['Ocean Star'],
      identifiers: [asIdentifier(imo, 'imo')],
    });
    const scoreOf = (queried: string) =>
      compare(name, name, { query: party(queried), candidate: party('9074729') }).score;
    expect(scoreOf('9187629')).toBeLessThan(scoreOf('unknown'));
    expect(scoreOf('unknown')).toBe(compare(name, name).score);
  });
});
