import {
  CHANGES,
  type AsOf,
  type Change,
  type ChangeEvent,
  type ChangeKind,
  type DiffAnswer,
  type DiffItem,
} from '#contract';
import {
  type DesignationEvent,
  designationStream,
  InputError,
  intervalOf,
  isDay,
  NotFoundError,
  withCorrections,
} from '#domain';
import type { RecordedEvent } from '#event-log';
import { turnedBetween } from '../../models/designation-timeline/turned.ts';
import { listsAt } from '../../models/list-register/queries.ts';
import type { ReadSide } from '../as-of.ts';
import { breathe, flatMapSlices } from '../breathe.ts';
import { changesOf } from './changes.ts';

export interface DiffQuestion {
  list: string;
  from: string;
  to: string;
  /** With what only a reparse changed, too. */
  reparse?: boolean;
}

/** A diff without the events behind its changes, which are most of the work and of the bytes. */
export interface DiffOutline extends Omit<DiffAnswer, 'items'> {
  changes: Change[];
}

/**
 * What changed on a list from one day to another, as known at a position: what stood at the end of `from` against what stood
 * at the end of `to`. Gives way while it works. Throws NotFoundError for a list that was not known, InputError for days in the
 * wrong order.
 */
export async function outlineDiff(
  readSide: ReadSide,
  { knownAt, position }: Omit<AsOf, 'on'>,
  { list, from, to, reparse = false }: DiffQuestion,
): Promise<DiffOutline> {
  for (const [name, day] of Object.entries({ from, to }))
    if (!isDay(day)) throw new InputError(`${day} is not a day; write YYYY-MM-DD`, `/${name}`);
  if (from > to) throw new InputError(`${from} is later than ${to}; from is the earlier day`, '/from');
  const { pool, signal } = readSide;
  const [[earlier], [later]] = await Promise.all([
    listsAt(pool, { on: from, knownAt }, { list }),
    listsAt(pool, { on: to, knownAt }, { list }),
  ]);
  if (!earlier || !later) throw new NotFoundError(`No list ${list} was known at position ${knownAt}`);

  const all: Change[] = [];
  await turnedBetween(pool, list, { from, to, knownAt }, async (turned) => {
    all.push(...(await flatMapSlices(turned, (slice) => slice.flatMap(changesOf), { signal })));
  });
  const changes = reparse
    ? all
    : await flatMapSlices(
        all,
        async (slice) => {
          const eventsOf = await eventsBetween(readSide, { from, to, knownAt }, idsOf(slice.filter(mayBeReparse)));
          return slice.flatMap((change) => withoutReparse(change, eventsOf(change.id)) ?? []);
        },
        { signal },
      );
  changes.sort(byKindAndName);
  const counts = Object.fromEntries(CHANGES.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { change } of changes) counts[change]++;
  const coverage = { from: earlier.coverage, to: later.coverage };
  return { list, from, to, knownAt, position, coverage, counts, changes };
}

/** The changes with the events behind them, some at a time. */
export async function* diffItems(
  readSide: ReadSide,
  { from, to, knownAt }: Pick<DiffOutline, 'from' | 'to' | 'knownAt'>,
  changes: readonly Change[],
): AsyncGenerator<DiffItem[]> {
  for (let at = 0; at < changes.length; at += SLICE) {
    await breathe(readSide.signal);
    const slice = changes.slice(at, at + SLICE);
    const behind = await eventsBetween(readSide, { from, to, knownAt }, idsOf(slice));
    yield slice.map((change) => {
      const between = behind(change.id);
      const own = between.filter((event) => bearsOn(event, change));
      return { ...change, events: (own.length > 0 ? own : between).map(changeEvent) };
    });
  }
}

/** Streams with all their events and rows are held for so many changes at once. */
const SLICE = 250;

/** The diff in one piece, or a page of it. */
export async function answerDiff(
  readSide: ReadSide,
  asOf: Omit<AsOf, 'on'>,
  question: DiffQuestion,
  { offset = 0, limit = Infinity }: { offset?: number; limit?: number } = {},
): Promise<DiffAnswer> {
  const { changes, ...outline } = await outlineDiff(readSide, asOf, question);
  const items: DiffItem[] = [];
  for await (const slice of diffItems(readSide, outline, changes.slice(offset, offset + limit))) items.push(...slice);
  return { ...outline, items };
}

const byKindAndName = (a: Change, b: Change) =>
  CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
  compare(a.subject.name, b.subject.name) ||
  compare(a.id, b.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const idsOf = (changes: readonly Change[]) => [...new Set(changes.map(({ id }) => id))];
const mayBeReparse = ({ fields }: Change) => fields.length > 0;

type RecordedDesignationEvent = RecordedEvent<DesignationEvent>;

/** The events of designations, as last corrected, that may have happened after the one day and by the other. */
async function eventsBetween(
  { log }: ReadSide,
  { from, to, knownAt }: { from: string; to: string; knownAt: number },
  ids: readonly string[],
): Promise<(id: string) => RecordedDesignationEvent[]> {
  const events = await log.readStreams(ids.map(designationStream), knownAt);
  const byStream = Map.groupBy(events as RecordedDesignationEvent[], ({ stream }) => stream);
  return (id) =>
    withCorrections(byStream.get(designationStream(id)) ?? []).filter(({ data }) => {
      const { earliest, latest } = intervalOf(data.effective);
      return latest > from && (earliest ?? '') <= to;
    });
}

const KINDS: Record<ChangeKind, RegExp> = {
  designated: /Designated$/,
  delisted: /Delisted$/,
  suspended: /^DesignationSuspended$/,
  // A designation told again may bring another record, and another state.
  reinstated: /^DesignationReinstated$|Designated$/,
  reidentified: /^DesignationReidentified$|Designated$/,
  programs: /^DesignationAmended$|Designated$/,
  amended: /^DesignationAmended$|Designated$/,
};

function bearsOn({ type, data }: RecordedDesignationEvent, { change, fields }: Change): boolean {
  if (!KINDS[change].test(type)) return false;
  if (!('patch' in data)) return true;
  return data.patch.some(({ path }) => fields.some((field) => touches(path, field.path)));
}

const touches = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** The change without the fields that only a reparse changed; null where none is left. */
function withoutReparse(change: Change, events: readonly RecordedDesignationEvent[]): Change | null {
  if (!mayBeReparse(change)) return change;
  const fields = change.fields.filter((field) => {
    const behind = events.filter((event) => bearsOn(event, { ...change, fields: [field] }));
    return behind.length === 0 || behind.some(({ data }) => data.cause !== 'reparse');
  });
  return fields.length === 0 ? null : { ...change, fields };
}

const changeEvent = ({ position, id, type, data }: RecordedDesignationEvent): ChangeEvent => ({
  position,
  id,
  type,
  effective: data.effective,
  cause: data.cause,
  confidence: data.confidence,
  publisher: data.source.publisher,
  publishedOn: data.source.publishedOn ?? null,
  sha256: data.source.sha256 ?? null,
});
