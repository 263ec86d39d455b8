import type { NameInput } from '../party.ts';
import type { Match, PreparedName, Scorer } from '../scorer.ts';
import { beginnings, isWritten } from './beginnings.ts';
import { byName, gatherer } from './gather.ts';
import { postings } from './postings.ts';
import { rowColumns, type Moment, type Days, type NamedPeriod, type PeriodKind, type Rows } from './rows.ts';
import { sameWords } from './same-words.ts';
import { termsOf } from './terms.ts';
import { internAll, vocabulary, type Vocabulary } from './vocabulary.ts';

/** Names that are scored for one query. */
export const MAX_SCORED = 150;

export interface Query {
  name: NameInput;
  schema?: string;
}

export interface SearchOptions {
  /** Leaves out what did not hold on the day as known at the position. Without it all names count. */
  asOf?: Moment;
  /** Asked for each number that periods are filtered by; the names of others are not looked at. */
  accept?: (filter: number) => boolean;
  /** Entities that come back, at most; 10 if left out, never more than `MAX_SCORED`. */
  limit?: number;
  /** Scores from which entities come back; the scorer's threshold if left out. */
  cutoff?: number;
}

/** An entity's best name. */
export interface Hit {
  entity: number;
  row: number;
  name: string;
  score: number;
  /** With reasons, which are looked for when somebody asks for them, or for the evidence. */
  readonly match: Match;
  readonly evidence: number;
}

type Likely = Pick<Match, 'score' | 'evidence'>;
/** The likeliest first; of equals the one with more evidence. */
export const byLikelihood = (a: Likely, b: Likely): number => b.score - a.score || b.evidence - a.evidence;

class RowHit implements Hit {
  #match: Match | undefined;
  readonly #compare: (row: number) => Match;

  constructor(
    readonly entity: number,
    readonly row: number,
    readonly name: string,
    readonly score: number,
    compare: (row: number) => Match,
  ) {
    this.#compare = compare;
  }

  get match(): Match {
    return (this.#match ??= this.#compare(this.row));
  }

  get evidence(): number {
    return this.match.evidence;
  }
}

/** All names in memory, each a row, with their days and positions; found by what they share with a name, however it is written. */
export interface NameIndex {
  readonly scorer: Scorer;
  /** Adds a period with its names, and gives its number. Throws RangeError for numbers that fit no column. */
  open(period: NamedPeriod): number;
  /** From this position on the period is no longer what is known. */
  close(period: number, knownTo: number): void;
  /** Rows that may be meant, the likeliest first, at most `most` (150). */
  candidates(query: Query, options?: Pick<SearchOptions, 'asOf' | 'accept'>, most?: number): number[];
  /** Entities by their best name: by score, evidence, number of the entity. */
  search(query: Query, options?: SearchOptions): Hit[];
  /** Entities of which a name has all words of what was typed, the last as a beginning. In their order. */
  startingWith(typed: string, options?: SearchOptions): number[];
  filterOf(period: number): number;
  daysOf(period: number): Days;
  holds(period: number, asOf: Moment): boolean;
  /** How many names there are, of closed periods too. */
  readonly size: number;
  /** Bytes of memory, estimated for strings and exact for numbers. */
  readonly bytes: number;
}

/** Names of an entity that are its best, by their score. */
interface Best {
  entity: number;
  score: number;
  rows: number[];
}

/** The best name of each entity; of equals the one with more evidence, then the older row. */
function bestHits(
  scored: readonly { row: number; score: number }[],
  cutoff: number,
  limit: number,
  rows: Rows,
  compare: (row: number) => Match,
): Hit[] {
  const best = new Map<number, Best>();
  for (const { row, score } of scored) {
    if (score < cutoff) continue;
    const entity = rows.entity(row);
    const known = best.get(entity);
    if (known && known.score > score) continue;
    if (known?.score === score) known.rows.push(row);
    else best.set(entity, { entity, score, rows: [row] });
  }
  const byScore = [...best.values()].sort((a, b) => b.score - a.score);
  // Who comes after them by the score alone is not told, whatever the reasons.
  const least = byScore[limit - 1]?.score ?? 0;
  const hits = byScore
    .filter(({ score }) => score >= least)
    .flatMap(({ entity, score, rows: equals }) =>
      equals
        .map((row): Hit => new RowHit(entity, row, rows.name(row), score, compare))
        .sort((a, b) => byLikelihood(a, b) || a.row - b.row)
        .slice(0, 1),
    );
  return hits.sort((a, b) => byLikelihood(a, b) || a.entity - b.entity).slice(0, limit);
}

/** Names of rows made ready of their tokens, and a query as it is read and scored for each schema, made once for each. */
function readers(scorer: Scorer, rows: Rows, words: Vocabulary) {
  const schemaOf = (row: number): string => rows.schemas[rows.schemaAt(row)]!;
  return {
    preparedRow: (row: number): PreparedName =>
      scorer.assemble(rows.name(row), schemaOf(row), rows.tokensOf(row).map(words.token)),
    reader: (query: Query) => {
      const read: PreparedName[] = [];
      return (row: number): PreparedName =>
        (read[rows.schemaAt(row)] ??= scorer.prepare(query.name, schemaOf(row), query));
    },
    scoring: (query: Query) => {
      const scorings: ReturnType<Scorer['scoring']>[] = [];
      return (row: number): number =>
        (scorings[rows.schemaAt(row)] ??= scorer.scoring(query, schemaOf(row), words.token))(rows.tokensOf(row));
    },
  };
}

/** Words of a name that were read as something else: a legal form, two words written together. Each once. */
const spellingsOf = ({ written = [], tokens }: PreparedName): readonly string[] =>
  written.filter(
    (word, at) => !tokens.some((token) => token.text === word && isWritten(token)) && written.indexOf(word) === at,
  );

/** The numbers of those tokens of a name that any name has. */
const numbersOf = ({ tokens }: Pick<PreparedName, 'tokens'>, words: Vocabulary): number[] =>
  tokens.flatMap((token) => words.numberOf(token) ?? []);

/** How many of a name's tokens a row has, particles and legal forms included. */
const nearnessTo = (numbers: readonly number[], rows: Rows) => {
  const distinct = [...Map.groupBy(numbers, (number) => number)].map(([token, { length }]) => ({ token, length }));
  return (row: number): number => {
    let shared = 0;
    for (const { token, length } of distinct) shared += Math.min(length, rows.timesOf(row, token));
    return shared;
  };
};

/** An empty index for the names of one scorer's version. */
export function createNameIndex(scorer: Scorer): NameIndex {
  const rows = rowColumns();
  const words = vocabulary(scorer);
  const lists = postings();
  const same = sameWords(rows);
  const gathering = gatherer(rows, lists);
  const typedSoFar = beginnings(scorer, rows, words, lists);

  function addName(period: number, name: string, schema: string): void {
    const prepared = scorer.prepare(name, schema);
    const numbers = internAll(words, prepared);
    const row = rows.addName(period, name, numbers);
    same.add(numbers, row);
    numbers.forEach((number, at) => {
      if (numbers.indexOf(number) === at) lists.add(number, row);
    });
    const letters = scorer.keys.acronym(prepared);
    if (letters !== '') lists.add(words.internOther('acronym', letters), row);
    for (const word of spellingsOf(prepared)) lists.add(words.internOther('spelling', word), row);
  }

  function open(period: NamedPeriod): number {
    const number = rows.addPeriod(period);
    for (const name of period.names) addName(number, name, period.schema);
    return number;
  }

  const acceptance = ({ asOf, accept }: Pick<SearchOptions, 'asOf' | 'accept'>, schema?: string) => {
    const takes = (kind: PeriodKind) =>
      scorer.compatible(schema, rows.schemas[kind.schema]) && (!accept || accept(kind.filter));
    const taken = Uint8Array.from(rows.kinds, (kind) => Number(takes(kind)));
    return (row: number): boolean => {
      const period = rows.periodOf(row);
      return taken[rows.kindOf(period)] === 1 && (!asOf || rows.holds(period, asOf));
    };
  };

  const candidates: NameIndex['candidates'] = ({ name, schema }, options = {}, most = MAX_SCORED) => {
    const prepared = scorer.prepare(name, schema);
    const accept = acceptance(options, schema);
    const terms = termsOf(prepared, scorer, words, lists.count);
    const nearness = nearnessTo(numbersOf(prepared, words), rows);
    const wanted = Math.min(most, MAX_SCORED);
    const likely = gathering.gather({ terms, accept, nearness, most: wanted });
    return [...new Set([...withSameWords(prepared, accept), ...likely])].slice(0, wanted);
  };

  /** Rows of exactly the words of a name as it is read for each schema: whatever else shares them, these are scored. */
  function withSameWords(prepared: PreparedName, accept: (row: number) => boolean): number[] {
    const found: number[] = [];
    for (const other of rows.schemas.filter((each) => scorer.compatible(prepared.schema, each))) {
      const { tokens } = other === prepared.schema ? prepared : scorer.prepare(prepared.name, other);
      const numbers = numbersOf({ tokens }, words);
      if (numbers.length === tokens.length) found.push(...same.rowsOf(numbers).filter(accept));
    }
    return found.sort(byName(rows));
  }

  const { preparedRow, reader, scoring } = readers(scorer, rows, words);

  const search: NameIndex['search'] = (query, options = {}) => {
    const [read, scoreOf] = [reader(query), scoring(query)];
    const scored = candidates(query, options).map((row) => ({ row, score: scoreOf(row) }));
    const { limit = 10, cutoff = scorer.threshold } = options;
    return bestHits(scored, cutoff, limit, rows, (row) => scorer.compare(read(row), preparedRow(row)));
  };

  const startingWith: NameIndex['startingWith'] = (typed, options = {}) =>
    typedSoFar({ text: typed, accept: acceptance(options), limit: options.limit ?? MAX_SCORED });

  return {
    scorer,
    open,
    candidates,
    search,
    startingWith,
    close: rows.close,
    daysOf: rows.daysOf,
    holds: rows.holds,
    filterOf: (period) => rows.kinds[rows.kindOf(period)]!.filter,
    get size() {
      return rows.length;
    },
    get bytes() {
      return rows.bytes + words.bytes + lists.bytes + same.bytes + gathering.bytes;
    },
  };
}
