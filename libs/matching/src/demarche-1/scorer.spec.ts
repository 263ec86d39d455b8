import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Party } from '../party.ts';
import { scorers } from '../scorers.ts';
import { rescaled } from './formula.ts';
import { demarche1 as scorer } from './scorer.ts';
import { MAX_TOKENS } from './tokens.ts';

const WORDS =
  'Ivan Petrov Maria al Mohammed محمد Bank OOO LLC Ltd 5 иванов J.P. Nooruddin abd Rahman of 张 伟 김정은 Müller'.split(
    ' ',
  );
const name = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const schema = fc.constantFrom('Person', 'Company', 'Organization', 'Vessel', 'LegalEntity', undefined);
const compare = (one: string, other: string, kind?: string) =>
  scorer.compare(scorer.prepare(one, kind), scorer.prepare(other, kind));

describe('a score', () => {
  it('lies between 0 and 1, is the same again, and comes of its explanation', () =>
    fc.assert(
      fc.property(name, name, schema, (one, other, kind) => {
        const match = compare(one, other, kind);
        expect(match.score).toBeGreaterThanOrEqual(0);
        expect(match.score).toBeLessThanOrEqual(1);
        expect(compare(one, other, kind)).toEqual(match);
        expect(scorer.scoreFromExplanation(structuredClone(match.explanation))).toBe(match.score);
        expect(scorer.score(scorer.prepare(one, kind), scorer.prepare(other, kind))).toBe(match.score);
      }),
    ));

  it('does not depend on which name is asked for', () =>
    fc.assert(
      fc.property(name, name, schema, (one, other, kind) =>
        expect(compare(one, other, kind).score).toBe(compare(other, one, kind).score),
      ),
    ));

  it('does not depend on the order of plain words', () => {
    const plain = fc.uniqueArray(fc.constantFrom('Sergei', 'Viktorovich', 'Lavrov', 'Ermakov', 'Hassan'), {
      minLength: 2,
    });
    fc.assert(
      fc.property(plain, (words) => {
        const other = scorer.prepare('Sergey Lavrov', 'Person');
        const there = scorer.score(scorer.prepare(words.join(' '), 'Person'), other);
        expect(scorer.score(scorer.prepare([...words].reverse().join(' '), 'Person'), other)).toBe(there);
      }),
    );
  });

  it('is 0.70 at the raw threshold, and keeps the order', () => {
    expect([rescaled(0), rescaled(0.66), rescaled(1)]).toEqual([0, 0.7, 1]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) =>
        expect(a <= b ? rescaled(a) <= rescaled(b) : rescaled(a) >= rescaled(b)).toBe(true),
      ),
    );
  });

  it('takes letters that stand for words for the one word that they are', () => {
    const jihad = scorer.prepare('Palestine Islamic Jihad', 'Organization');
    const scoreOf = (who: string) => scorer.score(scorer.prepare(who), jihad);
    expect(scoreOf('PIJ')).toBeGreaterThan(scorer.threshold);
    for (const who of ['Pij Li', 'Pij Larsen']) expect(scoreOf(who)).toBeLessThan(scorer.threshold);
  });

  it('takes no first letters of a name that may be a person’s', () => {
    const pij = scorer.prepare('PIJ', 'Organization');
    const scoreOf = (who: string, schema?: string) =>
      scorer.score(scorer.prepare(who, 'Organization', { schema }), pij);
    expect(scoreOf('Petra Ingrid Jansen', 'Organization')).toBeGreaterThan(scorer.threshold);
    expect(scoreOf('Petra Ingrid Jansen')).toBe(0);
  });

  it('stays with its version', () => {
    expect(Object.keys(scorers)).toEqual(['demarche-1']);
    expect(compare('Sergejs Lavrovs', 'Sergey Viktorovich LAVROV', 'Person').explanation.scorer).toBe('demarche-1');
  });
});

describe('an explanation', () => {
  it('says what was left out and what is contradicted', () => {
    const roles = (other: string) =>
      compare('Valery Nikolaevich Ermakov', other, 'Person').explanation.leftOver.map(
        ({ token, role }) => `${token} ${role}`,
      );
    expect(roles('Valery Ermakov')).toEqual(['nikolaevich omitted']);
    expect(roles('Valery Konstantinovich Ermakov')).toEqual([
      'nikolaevich contradicting',
      'konstantinovich contradicting',
    ]);
  });

  it('gives a rare name more evidence than a common one at the same score', () => {
    const common = compare('Mohammed Ali', 'Mohammed Ali', 'Person');
    const rare = compare('Khazalbek Atabekov', 'Khazalbek Atabekov', 'Person');
    expect([common.score, rare.score]).toEqual([1, 1]);
    expect(rare.evidence).toBeGreaterThan(common.evidence + 5);
  });
});

describe('bad input', () => {
  it.each(['', ' ', '😀', '\u202e\u200b', '---', '\ud800', "''", '\u0301'])('%j matches nothing', (text) => {
    for (const kind of ['Person', 'Company', undefined]) {
      expect(scorer.prepare(text, kind).tokens).toEqual([]);
      expect(compare(text, 'Ivan Petrov', kind).score).toBe(0);
      expect(compare(text, text, kind).score).toBe(0);
    }
  });

  it('cuts long names', () => {
    for (const long of [
      'a'.repeat(10_000),
      'ab '.repeat(5_000),
      'ل'.repeat(10_000),
      '٪ '.repeat(5_000),
      'noordindindin'.repeat(800),
    ])
      expect(scorer.prepare(long, 'Person').tokens.length).toBeLessThanOrEqual(MAX_TOKENS);
  });

  it('takes particles for the name where there is nothing else', () => {
    expect(compare('al bin', 'bin al', 'Person').score).toBe(1);
    expect(compare('al bin', 'Ivan Petrov', 'Person').score).toBe(0);
  });

  it('reads a name in parts', () => {
    const parts = scorer.prepare({ firstName: 'Sergei', lastName: 'Lavrov' }, 'Person');
    expect(scorer.score(parts, scorer.prepare('LAVROV, Sergei', 'Person'))).toBe(1);
  });
});

describe('particulars', () => {
  const base: Party = { schema: 'Person', names: ['Sergei Lavrov'] };
  const match = (query: Partial<Party>, candidate: Partial<Party>, weights?: Record<string, number>) =>
    scorer.match({ ...base, ...query }, { ...base, ...candidate }, { weights })!;

  it.each([
    ['1950-03-21', '1950-03-21', 1],
    ['1950', '1950-03-21', 1],
    ['1950-03', '1950-03-21', 1],
    ['1949~', '1950-03-21', 1],
    ['1945/1955', '1950-03-21', 1],
    ['../1955', '1950-03-21', 1],
    ['1950-03-12', '1950-12-03', 0.88],
    ['1950-03-21', '1961-01-02', 0.75],
    ['1950', '1961', 0.85],
    ['2999-01-01', '1950-03-21', 0.75],
    ['1950-02-31', '1950-03-21', 1],
    ['nonsense', '1950-03-21', 1],
  ])('birth dates %s and %s', (one, other, score) => {
    const found = match({ birthDates: [one] }, { birthDates: [other] });
    expect(found.score).toBeCloseTo(score, 4);
    expect(scorer.scoreFromExplanation(found.explanation)).toBe(found.score);
  });

  it('an equal birth date alone is no match, and tells evidence where the names agree', () => {
    const other = { names: ['Pyotr Sidorenko'], birthDates: ['1950-03-21'] };
    expect(match({ birthDates: ['1950-03-21'] }, other).score).toBe(0);
    const with_ = match({ birthDates: ['1950-03-21'] }, { birthDates: ['1950-03-21'] });
    expect(with_.evidence).toBeGreaterThan(match({}, {}).evidence);
    expect(with_.missing).toEqual(['country']);
    expect(match({}, {}).missing).toEqual(['birthDate', 'country']);
  });

  it('countries and gender can only lower', () => {
    expect(match({ countries: ['ru'] }, { countries: ['RU', 'US'] }).score).toBe(1);
    expect(match({ countries: ['ru'] }, { countries: ['US'] }).score).toBeCloseTo(0.9, 4);
    expect(match({ gender: 'male' }, { gender: 'female' }).score).toBeCloseTo(0.85, 4);
    expect(match({ countries: ['ru'] }, { countries: ['US'] }, { country: 0 }).score).toBe(1);
  });

  it('an equal identifier is enough behind many others', () => {
    const identifiers = (prefix: string) =>
      [...Array.from({ length: 60 }, (_, at) => `${prefix}${10_000 + at}`), 'AB-123 45'].map((value) => ({ value }));
    const { features } = match({ identifiers: identifiers('x') }, { identifiers: identifiers('y') }).explanation;
    expect(features).toMatchObject([{ finding: 'identifier equal' }]);
  });

  it('an equal identifier is enough, if it is long and of one kind', () => {
    const identifiers = (value: string, type?: string) => ({ identifiers: [{ value, type }] });
    const other = { names: ['Pyotr Sidorenko'] };
    expect(match(identifiers('AB-123456'), { ...other, ...identifiers('ab 123456', 'passport') }).score).toBe(0.95);
    expect(match(identifiers('123'), { ...other, ...identifiers('123') }).score).toBe(0);
    expect(match(identifiers('AB123456', 'tax'), { ...other, ...identifiers('AB123456', 'passport') }).score).toBe(0);
  });

  it('a person is no vessel', () => {
    expect(scorer.match(base, { ...base, schema: 'Vessel' })).toBeUndefined();
    expect(scorer.match(base, { ...base, schema: 'LegalEntity' })?.score).toBe(1);
    expect(scorer.match({ schema: 'Person', names: [] }, base)).toBeUndefined();
  });
});
