import {
  canonicalize,
  deciderOf,
  DomainError,
  fold,
  InputError,
  isCorrection,
  sameContent,
  withCorrections,
  type DomainCommand,
  type DomainEvent,
  type DomainReport,
  type Json,
} from '#domain';
import type { RecordedEvent } from '#event-log';

/** What a stream still has to be told so that it says what its publications say when they are read anew. */
export interface Anew {
  events: DomainEvent[];
  /** Why something stays though the reading differs: a person decided it, or the stream's rules refuse the change. */
  left: string[];
}

export interface ReadAnew {
  /** The reader that recorded each publication, by the SHA-256 of its file. */
  readers: ReadonlyMap<string, string>;
  observedAt: string;
}

type Report = RecordedEvent<DomainReport>;

/**
 * What the stream of a list, or of a subject that its entries print, still has to be told. Its publications tell it
 * `ListPublicationIngested` and links; `fresh` is the same stream as the publications read anew give it.
 */
export function listOrLinksAnew(
  stream: string,
  before: readonly RecordedEvent[],
  fresh: readonly RecordedEvent[],
  { readers, observedAt }: ReadAnew,
): Anew {
  const isRead = (event: RecordedEvent): event is Report =>
    readers.has(event.data.source.sha256 ?? '') && (!isOfList(event) || event.type === 'ListPublicationIngested');
  const standing = new Map(withCorrections(before).map((event) => [event.id, event]));
  const decided = new Set(before.flatMap(({ data }) => ('of' in data && data.cause !== 'reparse' ? [data.of] : [])));
  const reports = before.filter((event) => !isCorrection(event));
  const onRecord: OnRecord = {
    standing,
    decided,
    isByHand: reports.some((event) => standing.has(event.id) && !isOfList(event) && !isRead(event)),
  };
  const recorded = reports.filter(isRead).filter(({ id }) => standing.has(id) || decided.has(id));

  const decider = deciderOf(stream);
  let state = fold(decider, before);
  const anew: Anew = { events: [], left: [] };
  for (const pair of pairUp(recorded, fresh.filter(isRead))) {
    const verdict = verdictOf(pair, onRecord);
    if (verdict.kind === 'left') anew.left.push(verdict.why);
    if (verdict.kind === 'left' || verdict.kind === 'same') continue;
    try {
      const events =
        verdict.kind === 'added'
          ? [asReparsed(verdict.report, observedAt)]
          : decider.decide(amending(verdict, { readers, observedAt }), state);
      state = events.reduce((known, event) => decider.evolve(known, event), state);
      anew.events.push(...events);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof InputError)) throw error;
      anew.left.push(error.message);
    }
  }
  return anew;
}

const isOfList = ({ type }: { type: string }) => type.startsWith('List');

/** One report as recorded and as read anew, as far as there is each. */
type Pair = { recorded: Report; anew?: Report } | { recorded?: undefined; anew: Report };

/** Pairs the reports that are about the same, the first with the first; those that are only read anew come first. */
export function pairUp(recorded: readonly Report[], anew: readonly Report[]): Pair[] {
  const open = Map.groupBy(anew, keyOf);
  const pairs = recorded.map((event): Pair => ({ recorded: event, anew: open.get(keyOf(event))?.shift() }));
  const unpaired = new Set([...open.values()].flat());
  return [...anew.filter((event) => unpaired.has(event)).map((event): Pair => ({ anew: event })), ...pairs];
}

const keyOf = ({ type, data }: Report) =>
  canonicalize([data.source.sha256, data.source.publishedOn, type, 'subject' in data ? data.subject : null]);

/** What the stream says of its reports: those that stand, those that a person decided, and whether people told it more. */
interface OnRecord {
  standing: ReadonlyMap<string, RecordedEvent>;
  decided: ReadonlySet<string>;
  isByHand: boolean;
}

type Verdict =
  | { kind: 'same' }
  | { kind: 'left'; why: string }
  | { kind: 'added' | 'retracted'; report: Report }
  | { kind: 'corrected'; report: Report; changes: Record<string, Json | null> };

/** What becomes of one report. */
export function verdictOf({ recorded, anew }: Pair, { standing, decided, isByHand }: OnRecord): Verdict {
  if (!recorded)
    return isByHand
      ? { kind: 'left', why: `${anew.type} is not recorded: a person has recorded here too` }
      : { kind: 'added', report: anew };
  const stays = `${recorded.type} of position ${recorded.position} stays`;
  const now = standing.get(recorded.id);
  const changes = anew && now ? changesBetween(now.data, anew.data) : {};
  if (anew && now && Object.keys(changes).length === 0) return { kind: 'same' };
  if (decided.has(recorded.id))
    return now ? { kind: 'left', why: `${stays}: a person has corrected it` } : { kind: 'same' };
  if (anew) return { kind: 'corrected', report: recorded, changes };
  if (isByHand) return { kind: 'left', why: `${stays}: a person has recorded here too` };
  return { kind: 'retracted', report: recorded };
}

const asReparsed = ({ type, schemaVersion, data }: Report, observedAt: string) =>
  ({ type, schemaVersion, data: { ...data, observedAt, cause: 'reparse' } }) as DomainEvent;

function amending(
  verdict: Exclude<Verdict, { kind: 'same' | 'left' }>,
  { readers, observedAt }: ReadAnew,
): DomainCommand {
  const { id, data } = verdict.report;
  const { authority, effective, source, confidence } = data;
  const about = {
    authority,
    effective,
    observedAt,
    source,
    confidence,
    cause: 'reparse' as const,
    ...('list' in data ? { list: data.list } : {}),
    of: id,
    why: `Read anew; it was recorded by ${readers.get(source.sha256!)!}`,
  };
  return verdict.kind === 'corrected'
    ? { type: 'CorrectEvent', data: { ...about, changes: verdict.changes } }
    : { type: 'RetractEvent', data: about };
}

/** Members that say what a report is about, or how we came by it: no reading changes them. */
const NOT_READ = new Set(
  'authority confidence observedAt source cause fact list subject sha256 publishedOn forced'.split(' '),
);

/** The changes of a correction that makes one report's data the other's. */
function changesBetween(old: object, next: object): Record<string, Json | null> {
  const was = new Map(Object.entries(old) as [string, Json][]);
  const is = new Map(Object.entries(next) as [string, Json][]);
  const members = [...new Set([...was.keys(), ...is.keys()])].filter((member) => !NOT_READ.has(member));
  const changed = members.filter((member) => !sameContent(was.get(member), is.get(member)));
  return Object.fromEntries(changed.map((member) => [member, is.get(member) ?? null]));
}
