import { daysBetween, intervalOf, type DomainEvent } from '#domain';

/** An event with its place in the log. */
export type Placed = DomainEvent & { id: string; position: number };

/** What an answer has to be, as docs/time.md says it, found without any of the code that answers. */
export interface OracleAnswer {
  status: string;
  possible: string[];
  name: string | null;
  conflicts: number[];
}

const EPOCH = '2020-01-01';
const LONG_AGO = -1_000;
const day = (text: string | null) => (text === null ? LONG_AGO : daysBetween(EPOCH, text));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

interface Turn {
  kind: string;
  days: number[];
  position: number;
  /** With the first day that each speaks of. */
  conflicts: [position: number, from: number][];
  best: Told;
}
interface Told {
  type: string;
  position: number;
  days: number[];
  open: boolean;
  latest: number;
  rank: number[];
  data: Record<string, unknown>;
}

const KIND: [RegExp, string][] = [
  [/Designated$/, 'designated'],
  [/Delisted$/, 'delisted'],
  [/Suspended$/, 'suspended'],
  [/Reinstated$/, 'reinstated'],
  [/./, 'content'],
];
const kindOf = (type: string) => KIND.find(([pattern]) => pattern.test(type))![1];
const STATE: Record<string, string> = {
  ...{ designated: 'listed', reinstated: 'listed', suspended: 'suspended', delisted: 'delisted' },
};

/**
 * A naive fold: every interval is the set of its days, and every question starts from the events anew. Slow, and as near
 * to the words of the page as code can be.
 */
export function oracleAnswer(events: readonly Placed[], on: string, knownAt: number): OracleAnswer {
  const known = events.filter(({ position }) => position <= knownAt);
  const turns = turnsOf(reportsOf(known));
  const asked = day(on);

  let state = 'not-listed';
  let name: string | null = null;
  let settled: { state: string; name: string | null } = { state, name };
  let pendingName: string | null = null;
  let firstName: string | null = null;
  const possible = new Set<string>();
  const conflicts = new Set<number>();
  for (const { kind, days, best, conflicts: own } of turns) {
    const before = state;
    if (kind !== 'content') state = STATE[kind]!;
    const { record, patch } = best.data as { record?: { subject: { name: string } }; patch?: { value: string }[] };
    if (record) name = record.subject.name;
    else if (patch && name !== null) name = patch[0]!.value;
    firstName ??= name;
    const [first, last] = [days[0]!, days.at(-1)!];
    for (const [position, from] of own) if (asked >= Math.min(first, from)) conflicts.add(position);
    if (first > asked) continue;
    if (last <= asked) settled = { state, name };
    else {
      possible.add(before).add(state);
      pendingName ??= name;
    }
  }
  const uncertain = possible.size > 1;
  const status = uncertain ? 'uncertain' : possible.size === 1 ? [...possible][0]! : settled.state;
  return {
    status,
    possible: uncertain ? ['not-listed', 'listed', 'suspended', 'delisted'].filter((each) => possible.has(each)) : [],
    name: settled.name ?? (uncertain ? pendingName : null) ?? (status === 'not-listed' ? null : firstName),
    conflicts: [...conflicts].sort((a, b) => a - b),
  };
}

/** The events as they read with all their corrections, those that were taken back left out. */
function reportsOf(known: readonly Placed[]): Told[] {
  const about = (id: string, type: string) =>
    known.filter((each) => each.type === type && (each.data as { of?: string }).of === id);
  const retracted = (id: string): boolean => about(id, 'EventRetracted').some((each) => !retracted(each.id));
  const read = ({ id, data }: Placed): Record<string, unknown> => {
    const now = structuredClone(data) as Record<string, unknown>;
    for (const correction of about(id, 'EventCorrected')) {
      if (retracted(correction.id)) continue;
      Object.assign(now, read(correction).changes);
    }
    return now;
  };
  return known
    .filter(({ id, type }) => !/^Event(Corrected|Retracted)$/.test(type) && !retracted(id))
    .map((event) => {
      const data = read(event);
      const { earliest, latest } = intervalOf(data.effective as string);
      const { confidence, source } = data as { confidence: string; source: { kind: string } };
      return {
        ...{ type: event.type, position: event.position, data },
        days: range(day(earliest), day(latest)),
        open: earliest === null,
        latest: day(latest),
        rank: [
          ['confirmed', 'reported', 'disputed'].indexOf(confidence),
          ['authority', 'official', 'press'].indexOf(source.kind),
          -event.position,
        ],
      };
    });
}

const inOrder = (a: readonly number[], b: readonly number[]) => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

function turnsOf(reports: readonly Told[]): Turn[] {
  const key = ({ open, days, latest, position }: Told) => [open ? latest : days[0]!, latest, position];
  const sorted = reports.toSorted((a, b) => inOrder(key(a), key(b)));
  const turns: Turn[] = [];
  let run: Told[] = [];
  const close = () => {
    if (run.length > 0) turns.push(settle(run, turns.at(-1)));
    run = [];
  };
  for (const told of sorted.filter(({ type }) => kindOf(type) !== 'content')) {
    if (run.length > 0 && kindOf(run[0]!.type) !== kindOf(told.type)) close();
    run.push(told);
  }
  close();
  const contents = sorted.filter(({ type }) => kindOf(type) === 'content').map((told) => settle([told], undefined));
  return [...turns, ...contents].sort((a, b) =>
    inOrder([a.days[0]!, a.days.at(-1)!, a.position], [b.days[0]!, b.days.at(-1)!, b.position]),
  );
}

function settle(run: readonly Told[], before: Turn | undefined): Turn {
  const opens = before ? before.days.at(-1)! + 1 : LONG_AGO;
  const daysOf = ({ days, open, latest }: Told) => (open ? range(Math.min(opens, latest), latest) : days);
  const [best, ...others] = run.toSorted((a, b) => inOrder(a.rank, b.rank)) as [Told, ...Told[]];
  let days = daysOf(best);
  const conflicts: Turn['conflicts'] = [];
  for (const other of others) {
    const theirs = new Set(daysOf(other));
    const shared = days.filter((each) => theirs.has(each));
    if (shared.length > 0) days = shared;
    else conflicts.push([other.position, Math.min(...theirs)]);
  }
  return { kind: kindOf(best.type), days, position: Math.min(...run.map(({ position }) => position)), conflicts, best };
}
