import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currentScorer } from '../scorers.ts';
import { createNameIndex, MAX_SCORED } from './name-index.ts';
import type { NamedPeriod } from './rows.ts';

const always = { validFrom: -Infinity, validTo: Infinity, knownFrom: 0, knownTo: Infinity };
const row = (entity: number, name: string, more: Partial<NamedPeriod> = {}): NamedPeriod => ({
  entity,
  names: [name],
  schema: 'Person',
  ...always,
  ...more,
});

function indexOf(...rows: NamedPeriod[]) {
  const index = createNameIndex(currentScorer);
  for (const one of rows) index.open(one);
  return index;
}

const found = (index: ReturnType<typeof indexOf>, name: string, schema = 'Person') =>
  index.search({ name, schema }).map(({ entity }) => entity);

describe('what is found', () => {
  const index = indexOf(
    row(1, 'Vladimir Putin'),
    row(1, 'Владимир Путин'),
    row(2, 'Bashar al-Assad'),
    row(3, 'محمد طاهر أنوري'),
    row(4, 'Nikolai Platonovich Patrushev'),
    row(5, 'Rami Makhlouf'),
    row(6, 'Islamic Revolutionary Guard Corps', { schema: 'Organization' }),
    row(7, 'Joseph Kony'),
    row(8, 'SergeiLavrov'),
    row(9, 'EP-ZZQ', { schema: 'Airplane' }),
    row(10, 'G-ABCD', { schema: 'Airplane' }),
  );

  it.each([
    ['Vladimir Putin', 1],
    ['Wladimir Putin', 1],
    ['Vladmir Puttin', 1],
    ['lVadimir Putin', 1],
    ['xal-Assad Bashar', 2],
    ['Mohammad Taher Anwari', 3],
    ['Nikolai Patr ushev', 4],
    ['RamiMakhlouf', 5],
    ['Yusuf Kony', 7],
    ['Sergei Lavrov', 8],
  ])('%s', (name, entity) => expect(found(index, name)[0]).toBe(entity));

  it('by an acronym, and by what it stands for', () => {
    expect(found(index, 'IRGC', 'Organization')).toEqual([6]);
    expect(
      found(indexOf(row(1, 'IRGC', { schema: 'Organization' })), 'Islamic Revolutionary Guard Corps', 'Company'),
    ).toEqual([1]);
  });

  it('craft by their marks, with a hyphen or without', () => {
    expect(found(index, 'EPZZQ', 'Airplane')).toEqual([9]);
    expect(found(index, 'EP ZZQ', 'Airplane')).toEqual([9]);
    expect(found(index, 'GABCD', 'Airplane')).toEqual([10]);
  });

  it('nobody for what is no name', () => {
    for (const name of ['', '😀', '\u202e', '-']) expect(found(index, name)).toEqual([]);
    expect(found(index, 'Islamic Revolutionary Guard Corps', 'Vessel')).toEqual([]);
  });

  it('the entity with many names once, by its best name', () => {
    const hezbollah = ['Hezbollah', 'Hizballah', 'Hizbullah', 'Party of God', 'Hezballah'].map((name) =>
      row(1, name, { schema: 'Organization' }),
    );
    const others = Array.from({ length: 6 }, (_, at) =>
      row(at + 2, `Hezbollah Unit ${at}`, { schema: 'Organization' }),
    );
    const hits = indexOf(...others, ...hezbollah).search({ name: 'Hezbollah', schema: 'Organization' });
    expect(hits[0]).toMatchObject({ entity: 1, name: 'Hezbollah', match: { score: 1 } });
    expect(hits.filter(({ entity }) => entity === 1)).toHaveLength(1);
  });

  it('equals by the number of the entity', () => {
    expect(found(indexOf(row(9, 'Ivan Petrov'), row(3, 'Ivan Petrov'), row(5, 'Petrov Ivan')), 'Ivan Petrov')).toEqual([
      3, 5, 9,
    ]);
  });
});

describe('the order in which names come', () => {
  const names = [
    '김정은',
    'Kim Jong Un',
    'Al',
    'Al Kim',
    'Mullah',
    'Mullah Omar',
    'محمد',
    'Mhmd Ali',
    '金',
    'A',
    'Ivan A',
    '4',
    'IV',
  ];

  // What is found, with what score and evidence, must not hang on which name had a word first.
  it('decides nothing', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: 2 }),
        fc.constantFrom(...names, 'Kim Jung Un'),
        (some, asked) => {
          const told = (order: readonly string[]) =>
            indexOf(...order.map((name) => row(names.indexOf(name), name)))
              .search({ name: asked }, { cutoff: 0.01, limit: MAX_SCORED })
              .map(({ entity, score, evidence }) => ({ entity, score, evidence }));
          const direct = (name: string) =>
            currentScorer.compare(currentScorer.prepare(asked, 'Person'), currentScorer.prepare(name, 'Person'));
          const hits = told(some);
          expect(hits).toEqual(told([...some].sort()));
          for (const { entity, ...rest } of hits) {
            const { score, evidence } = direct(names[entity]!);
            expect(rest).toEqual({ score, evidence });
          }
        },
      ),
    ));

  it('a Korean name in syllables keeps nobody from being found whose name is like it in letters', () =>
    expect(found(indexOf(row(1, '김정은'), row(2, 'Kim Jong Un')), 'Kim Jung Un')).toEqual([2]));
});

describe('time', () => {
  it('leaves out what did not hold on the day, or was not known at the position, before anything is scored', () => {
    const far = 2 ** 40;
    const index = indexOf(row(1, 'Ivan Petrov', { validFrom: 100, validTo: 200, knownFrom: far, knownTo: far + 10 }));
    const ask = (on: number, knownAt: number) =>
      index.candidates({ name: 'Ivan Petrov' }, { asOf: { on, knownAt } }).length;
    expect([ask(100, far), ask(199, far + 9)]).toEqual([1, 1]);
    expect([ask(99, far), ask(200, far), ask(150, far - 1), ask(150, far + 10)]).toEqual([0, 0, 0, 0]);
  });

  it('answers at a position as it did then, whatever came later', () => {
    const index = indexOf(row(1, 'Ivan Petrov', { knownFrom: 1 }), row(2, 'Iwan Petrow', { knownFrom: 2 }));
    const ask = () => index.search({ name: 'Ivan Petrov', schema: 'Person' }, { asOf: { on: 0, knownAt: 5 } });
    const then = ask();
    index.close(0, 6);
    index.open(row(1, 'Ivan Petrov', { knownFrom: 6 }));
    for (let at = 0; at < 70_000; at++) index.open(row(10 + at, `Ivan Petrov ${at % 7} Noise`, { knownFrom: 7 }));
    expect(ask()).toEqual(then);
  });

  it('asks the caller too', () => {
    const index = indexOf(row(1, 'Ivan Petrov', { filter: 3 }), row(2, 'Ivan Petrov', { filter: 4 }));
    const hits = index.search({ name: 'Ivan Petrov' }, { accept: (filter) => filter === 4 });
    expect(hits.map(({ entity }) => entity)).toEqual([2]);
  });

  it('refuses numbers that fit no column', () => {
    const index = indexOf(row(1, 'Ivan Petrov'));
    expect(() => index.open(row(-1, 'x'))).toThrow(RangeError);
    expect(() => index.open(row(1, 'x', { filter: -1 }))).toThrow(RangeError);
    expect(() => index.open(row(1, 'x', { knownFrom: NaN }))).toThrow(RangeError);
    expect(() => index.close(5, 1)).toThrow(RangeError);
    expect(index.size).toBe(1);
  });
});

describe('what was typed so far', () => {
  const index = indexOf(
    row(1, 'Vladimir Putin'),
    row(2, 'Владимир Потанин'),
    row(3, 'Vladislav Surkov'),
    row(4, '习近平'),
    row(5, 'Abu Sayyaf Group', { schema: 'Organization' }),
    row(6, 'Al-Qaida in Iraq', { schema: 'Organization' }),
    row(7, '17 November', { schema: 'Organization' }),
    row(8, 'Al Qa’qa Ibn Amr'),
    row(9, 'Seán O’Neill'),
    row(10, 'AT&T', { schema: 'Organization' }),
    row(11, 'S.p.A. Roma', { schema: 'Organization' }),
    row(12, 'GmbH Alpina', { schema: 'Company' }),
    row(13, 'M/V OCEAN STAR', { schema: 'Vessel' }),
  );

  it.each([
    ['vladi', [1, 2, 3]],
    ['Влад', [1, 2, 3]],
    ['vladimir pu', [1]],
    ['pot', [2]],
    ['习', [4]],
    ['zzz', []],
    ['', []],
    ...['abu s', 'abu sa', 'abu say', 'abu sayy', 'abu sayya'].map((typed): [string, number[]] => [typed, [5]]),
    ...['al q', 'al qa'].map((typed): [string, number[]] => [typed, [6, 8]]),
    ['al qai', [6]],
    ...['Seán O', 'Seán O’', "sean o'n", 'oneil'].map((typed): [string, number[]] => [typed, [9]]),
    ...['AT&', 'at&t'].map((typed): [string, number[]] => [typed, [10]]),
    ...['Al-Qa’i', 'al-qa’id'].map((typed): [string, number[]] => [typed, [6]]),
    ['M/V Oc', [13]],
    ['17 nov', [7]],
    ['17', [7]],
  ])('%s', (typed, entities) => expect(index.startingWith(typed)).toEqual(entities));
});

describe('what was typed so far, letter by letter,', () => {
  it.each([
    ['Person', 'Seán O’Neill'],
    ['Person', 'ABDELHALIM HAFED ABDELFATTAH'],
    ['Person', 'SHAMSUDDIN Abd al-Munim'],
    ['Company', 'FUDIA LTDA.'],
    ['Company', 'GREEN ISLAND S.A. DE C.V.'],
    ['Company', 'LLC RUSCHEMTRADE'],
    ['Company', 'JSC VEB.DV'],
    ['Company', 'HONG PANG GEMS & JEWELLERY (HK) CO. LIMITED'],
    ['Organization', 'FIRST OF OCTOBER ANTIFASCIST RESISTANCE GROUP'],
    ['Organization', 'STATE UNITARY ENTERPRISE UNIVERSAL-AVIA'],
    ['Organization', 'Кот д’Ивуар'],
    ['Vessel', 'M/V OCEAN STAR'],
    ['Airplane', 'RA-76502'],
  ])('finds the %s %s', (schema, name) => {
    const index = indexOf(row(1, name, { schema }), row(2, 'Somebody Else'));
    for (let length = 1; length <= name.length; length++)
      expect([name.slice(0, length), index.startingWith(name.slice(0, length)).includes(1)]).toEqual([
        name.slice(0, length),
        true,
      ]);
  });
});

describe('what was typed so far of many', () => {
  it.each([
    ['AT', 'AT&T'],
    ['S.p.A', 'S.p.A. Roma'],
    ['spa rom', 'S.p.A. Roma'],
    ['GmbH', 'GmbH Alpina'],
    ['gmbh al', 'GmbH Alpina'],
    ['ООО', 'ООО Ромашка'],
  ])('%s finds %s, whose first word is a legal form', (typed, name) =>
    expect(indexOf(row(1, name, { schema: 'Company' })).startingWith(typed)).toEqual([1]),
  );

  const index = indexOf(
    ...Array.from({ length: 300 }, (_, at) => row(at, `Abbas${at} Name`)),
    ...Array.from({ length: 5 }, () => row(300, 'Abbas Other')),
  );

  it('is found whole, each entity once', () => {
    expect(index.startingWith('abb', { limit: 1_000 })).toHaveLength(301);
    expect(index.startingWith('abb', { limit: 10 })).toHaveLength(10);
    expect(index.startingWith('name abb', { limit: 1_000 })).toHaveLength(300);
  });

  // The rule: each word but the last is a word of the name, and the last begins one.
  it('is what has the words and the beginning', () =>
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[b-d]{3,5} [b-d]{3,5}$/), { minLength: 1, maxLength: 30 }),
        fc.stringMatching(/^[b-d]{1,4}$/),
        (names, typed) => {
          const some = indexOf(...names.map((name, at) => row(at, name, { schema: 'Vessel' })));
          const wanted = names.flatMap((name, at) =>
            name.split(' ').some((word) => word.startsWith(typed)) ? [at] : [],
          );
          expect(some.startingWith(typed, { limit: 1_000 })).toEqual(wanted);
        },
      ),
    ));
});

describe('names of a few common words', () => {
  const given = ['Muhammad', 'Ahmad', 'Ali', 'Hasan', 'Mahmud', 'Shaykh', 'Mohammed'];
  const name = fc
    .tuple(fc.array(fc.constantFrom(...given), { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'AL-', 'Abu '))
    .map(([words, before]) => before + words.join(' '));
  // Names that share a word with all others, more than are scored.
  const crowd = Array.from({ length: 1_500 }, (_, at) => [
    ['Muhammad', 'Muhammad Ali', 'Shaykh Muhammad', 'Muhammad Hasan', 'Ahmad Muhammad'][at % 5]!,
    String.fromCharCode(97 + (at % 26), 98 + ((at * 7) % 24), 99 + ((at * 11) % 23), 97 + ((at >> 3) % 26)),
  ]).map((words) => words.join(' '));

  it.each(['AL-MUHAMMAD, Muhammad', 'AL-SHAYKH, Muhammad', 'Muhammad Muhammad', 'Muhammad'])('%s is found', (exact) => {
    const muhammads = Array.from(
      { length: 7_000 },
      (_, at) => `Muhammad ${crowd[at % 1_500]!.split(' ').at(-1)!}${at % 9}`,
    );
    const others = Array.from({ length: 3_000 }, (_, at) => (at % 2 ? 'Muhammad' : 'AL SHAYKH'));
    const index = indexOf(...[...muhammads, ...others, exact].map((each, at) => row(at, each)));
    const hits = index.search({ name: exact, schema: 'Person' }, { limit: MAX_SCORED });
    expect(hits.map((hit) => hit.name)).toContain(exact);
    expect(hits[0]!.score).toBe(1);
  });

  it(
    'come in the same order in whatever order they were added, the exact one first',
    () =>
      fc.assert(
        fc.property(fc.uniqueArray(name, { minLength: 3, maxLength: 15 }), fc.integer(), (some, seed) => {
          const all = [...new Set([...some, ...crowd])];
          const shuffled = all.map((each, at) => ({ each, at: Math.imul(at + 1, seed | 1) }));
          const told = (names: readonly string[]) => {
            const index = indexOf(...names.map((each, at) => row(at, each)));
            return some.map((asked) => ({
              candidates: index.candidates({ name: asked, schema: 'Person' }).map((each) => names[each]!),
              hits: index.search({ name: asked, schema: 'Person' }, { limit: MAX_SCORED }),
            }));
          };
          const [one, other] = [told(all), told(shuffled.sort((a, b) => a.at - b.at).map(({ each }) => each))];
          for (const [at, asked] of some.entries()) {
            expect(one[at]!.candidates).toEqual(other[at]!.candidates);
            const scoresOf = ({ hits }: (typeof one)[number]) => hits.map((hit) => [hit.score, hit.evidence]);
            expect(scoresOf(one[at]!)).toEqual(scoresOf(other[at]!));
            const first = one[at]!.hits.filter(({ score }) => score === 1).map((hit) => hit.name);
            expect([asked, first]).toEqual([asked, expect.arrayContaining([asked])]);
          }
        }),
        { numRuns: 20 },
      ),
    60_000,
  );
});

describe('work', () => {
  it('is bounded whatever is asked', () => {
    const index = indexOf(...Array.from({ length: 3_000 }, (_, at) => row(at, `Mohammed Ali ${at}`)));
    for (const name of [
      'a'.repeat(10_000),
      'mohammed '.repeat(500),
      Array.from({ length: 500 }, (_, at) => `w${at} ali`).join(' '),
    ]) {
      const started = performance.now();
      expect(index.candidates({ name, schema: 'Person' }).length).toBeLessThanOrEqual(MAX_SCORED);
      expect(performance.now() - started).toBeLessThan(20_000);
    }
  });

  it('reports its size', () => {
    const index = indexOf();
    const before = index.bytes;
    for (let at = 0; at < 5_000; at++) index.open(row(at, `Name${at} Other${at}`));
    expect(index.bytes - before).toBeGreaterThan(5_000 * 100);
  });

  // The best ones are gathered without a look at what cannot come among them; who comes first must not depend on it.
  it('gathers the same first ones however few are wanted', () => {
    const word = fc.constantFrom('ivan', 'petrov', 'sidorov', 'bank', 'trading', 'ali', 'hassan', 'ivanov', 'petrow');
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 100 }),
        name,
        fc.integer({ min: 1, max: 9 }),
        (names, asked, most) => {
          const index = indexOf(...names.map((each, at) => row(at, each)));
          const all = index.candidates({ name: asked });
          expect(index.candidates({ name: asked }, {}, most)).toEqual(all.slice(0, most));
        },
      ),
    );
  });

  it('finds every name by itself', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9} [a-z]{3,9}$/), { minLength: 1, maxLength: 20 }),
        (names) => {
          const index = indexOf(...names.map((name, at) => row(at, name, { schema: 'Company' })));
          names.forEach((name, at) => {
            const [best] = index.search({ name, schema: 'Company' }, { limit: 150 });
            if (best) expect([best.entity === at, best.match.score]).toEqual([best.entity === at, 1]);
          });
        },
      ),
      { numRuns: 30 },
    ));
});
