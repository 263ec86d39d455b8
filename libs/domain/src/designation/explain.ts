import { isCorrection, withCorrections } from '../correction/corrections.ts';
import { formatInterval } from '../partial-date.ts';
import { stretchOn } from '../timeline/stretches.ts';
import type { SetAside } from '../timeline/transitions.ts';
import {
  periodOfChange,
  statusAndContents,
  type ContentChange,
  type DesignationStretch,
  type DesignationTurn,
  type KnownDesignationEvent,
} from './line.ts';

/** One event and what part it has in an answer. */
export interface ExplainedEvent {
  position: number;
  id: string;
  type: string;
  /** As last corrected where it decides, as it was told where it was set aside. */
  effective: string;
  confidence: string;
  publisher: string;
  why: string;
}

export interface Explanation {
  /** The events that the answer rests on. */
  decides: ExplainedEvent[];
  /** The others of this designation, and why they do not count for this day as known then. */
  setAside: ExplainedEvent[];
  /** For an uncertain answer: the days between which the change lies; a null `earliest` is "no later than". */
  between: { earliest: string | null; latest: string } | null;
}

/**
 * Why the answer for a day, as known at a position, is what it is. Takes the events of the designation's stream; those
 * recorded after that position are not looked at, so that an explanation stays what it was.
 */
export function explainOn(events: readonly KnownDesignationEvent[], on: string, knownAt: number): Explanation {
  const known = events.filter(({ position }) => position <= knownAt);
  const standing: Standing = new Map(withCorrections(known).map((event) => [event.position, event]));
  const { stretches, turns, changes } = statusAndContents([...standing.values()]);
  const stretch = stretchOn(stretches, on);
  const shaping = changes.map((change) => ({ position: change.event.position, ...contentReason(change, stretch, on) }));
  const deciding = new Map<number, string>();
  for (const { position, text } of [...turnReasons(stretch), ...shaping.filter((each) => each.decides)])
    if (!deciding.has(position)) deciding.set(position, text);
  const others = new Map(shaping.filter((each) => !each.decides).map(({ position, text }) => [position, text]));
  for (const { position, text } of otherReasons(turns, stretch, standing)) others.set(position, text);

  const decides = [...deciding].map(([position, why]) => {
    const event = standing.get(position)!;
    return explain(event, event.correctedAt === undefined ? why : `${why}, as corrected by ${event.correctedAt}`);
  });
  const setAside: ExplainedEvent[] = [];
  const retracted = retractionsOf(known);
  for (const event of known) {
    const { position, id } = event;
    if (retracted.has(id)) setAside.push(explain(event, `retracted by ${retracted.get(id)}`));
    else if (isCorrection(event)) {
      const reason = correctionReason(event, known, standing, deciding);
      (reason.decides ? decides : setAside).push(explain(event, reason.text));
    } else {
      const corrected = standing.get(position)!;
      if (corrected.correctedAt !== undefined) setAside.push(explain(event, `corrected by ${corrected.correctedAt}`));
      if (!deciding.has(position)) setAside.push(explain(corrected, others.get(position)!));
    }
  }
  return { decides, setAside, between: stretch.state === 'uncertain' ? spanOf(stretch.pending) : null };
}

/** The events that were not retracted as last corrected, by position. */
type Standing = ReadonlyMap<number, KnownDesignationEvent>;
type Turns = ReturnType<typeof statusAndContents>['turns'];

/** Whether an event decides, and why or why not. */
interface Reason {
  decides: boolean;
  text: string;
}

/** What the reports say that decide the status of a day. */
const turnReasons = (stretch: DesignationStretch) =>
  decidingTurns(stretch).flatMap(({ kind, earliest, latest, decidedBy: [best, ...narrowing] }) => [
    {
      position: best!.position,
      text:
        narrowing.length > 0
          ? `the best report of when it was ${kind}`
          : `says it was ${kind} ${formatInterval({ earliest, latest })}`,
    },
    ...narrowing.map(({ position, interval }) => ({ position, text: `narrows that to ${formatInterval(interval)}` })),
  ]);

/** Why reports of the status do not decide it, where they do not. */
const otherReasons = ({ transitions, impossible }: Turns, stretch: DesignationStretch, standing: Standing) => [
  ...transitions.flatMap((turn) => {
    const hasBegun = stretch.begun.some(({ position }) => position === turn.position);
    return [
      ...turn.decidedBy.map(({ position }) => ({ position, text: hasBegun ? overtaken(stretch) : laterThan(turn) })),
      ...turn.setAside.map((aside) => ({
        position: aside.position,
        text: hasBegun ? reasonFor(aside, standing) : laterThan(turn),
      })),
    ];
  }),
  ...impossible.map(({ position }) => ({
    position,
    text: 'cannot follow what stands before it, and changes nothing',
  })),
];

/** A correction decides where an event that it shaped does; else it goes aside with that event. */
function correctionReason(
  event: KnownDesignationEvent,
  known: readonly KnownDesignationEvent[],
  standing: Standing,
  deciding: ReadonlyMap<number, string>,
): Reason {
  const shaped = [...standing.values()].find(({ correctedAt }) => correctedAt === event.position)?.position;
  if (shaped !== undefined && deciding.has(shaped)) return { decides: true, text: `corrects ${shaped}` };
  if (event.type === 'EventRetracted') return { decides: true, text: `retracts ${positionOf(event.data.of, known)}` };
  return {
    decides: false,
    text:
      shaped === undefined ? 'overtaken by a later correction' : `corrects ${shaped}, which does not decide this day`,
  };
}

const explain = ({ position, id, type, data }: KnownDesignationEvent, why: string): ExplainedEvent => ({
  position,
  id,
  type,
  why,
  effective: data.effective,
  confidence: data.confidence,
  publisher: data.source.publisher,
});

/** The last change of state, the designation in force, and whatever may or may not have happened yet. */
const decidingTurns = (stretch: DesignationStretch): DesignationTurn[] => [
  ...new Set(
    [stretch.lastCertain, inForce(stretch), ...stretch.pending].filter((turn) => turn !== null && turn !== undefined),
  ),
];

const inForce = ({ begun, lastCertain }: DesignationStretch): DesignationTurn | null | undefined =>
  lastCertain && begun.slice(0, begun.indexOf(lastCertain) + 1).findLast(({ kind }) => kind === 'designated');

/** Whether a change of contents shapes the record of a day, and how. */
function contentReason(change: ContentChange, stretch: DesignationStretch, on: string): Reason {
  const days = formatInterval(change);
  const was = change.event.type === 'DesignationAmended' ? 'amended' : 're-identified';
  if (change.latest > on) return { decides: false, text: `speaks of later days: ${was} ${days}` };
  const force = inForce(stretch);
  const designations = stretch.begun.filter(({ kind }) => kind === 'designated');
  return force && periodOfChange(designations, change) === force
    ? { decides: true, text: `says it was ${was} ${days}` }
    : { decides: false, text: 'belongs to another period' };
}

const laterThan = (turn: Pick<DesignationTurn, 'kind' | 'earliest' | 'latest'>) =>
  `speaks of later days: ${turn.kind} ${formatInterval(turn)}`;

const overtaken = ({ lastCertain }: DesignationStretch) =>
  `followed by a later change${lastCertain ? `, ${lastCertain.event.position}` : ''}`;

function reasonFor({ position, by, because, contradicts }: SetAside, standing: Standing): string {
  const [best, own] = [standing.get(by!)!.data, standing.get(position)!.data];
  const reason = {
    confidence: `${own.confidence} only; ${by} is ${best.confidence}`,
    publisher: `from ${SOURCES[own.source.kind]}; ${by} is from ${SOURCES[best.source.kind]}`,
    hand: `told by people; ${by} by the list's own publication`,
    printed: `seen between publications; ${by} is the day that the list prints`,
    later: `of the same rank; ${by} is later`,
    order: 'it cannot follow what stands before it',
  }[because];
  return `${contradicts ? 'contradicts' : 'agrees with'} ${by}: ${reason}`;
}

const SOURCES = { authority: 'the authority itself', official: 'another official body', press: 'the press' };

function spanOf(pending: readonly DesignationTurn[]) {
  const earliest = pending.some((turn) => turn.earliest === null)
    ? null
    : pending.map((turn) => turn.earliest!).sort()[0]!;
  return {
    earliest,
    latest: pending
      .map(({ latest }) => latest)
      .sort()
      .at(-1)!,
  };
}

/** By event id, the position of the retraction that took it away and still stands. */
function retractionsOf(known: readonly KnownDesignationEvent[]): ReadonlyMap<string, number> {
  const retracted = new Map<string, number>();
  for (const event of known.toReversed())
    if (event.type === 'EventRetracted' && !retracted.has(event.id)) retracted.set(event.data.of, event.position);
  return retracted;
}

const positionOf = (id: string, known: readonly KnownDesignationEvent[]) =>
  known.find((event) => event.id === id)?.position ?? id;
