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
  const standing = new Map(withCorrections(known).map((event) => [event.position, event]));
  const { stretches, turns, changes } = statusAndContents([...standing.values()]);
  const stretch = stretchOn(stretches, on);
  const told = new Map<number, ExplainedEvent>();
  const decides: ExplainedEvent[] = [];
  const decide = (position: number, why: string) => {
    if (told.has(position)) return;
    const event = standing.get(position)!;
    const corrected = event.correctedAt === undefined ? '' : `, as corrected by ${event.correctedAt}`;
    const explained = explain(event, why + corrected);
    told.set(position, explained);
    decides.push(explained);
  };
  const setAside: ExplainedEvent[] = [];
  const drop = (event: KnownDesignationEvent, why: string) => setAside.push(explain(event, why));

  for (const turn of decidingTurns(stretch)) {
    const [best, ...narrowing] = turn.decidedBy;
    decide(
      best!.position,
      narrowing.length > 0
        ? `the best report of when it was ${turn.kind}`
        : `says it was ${turn.kind} ${formatInterval(turn)}`,
    );
    for (const { position, interval } of narrowing) decide(position, `narrows that to ${formatInterval(interval)}`);
  }
  const others = new Map<number, string>();
  for (const change of changes) {
    const why = contentReason(change, stretch, on);
    if (why.decides) decide(change.event.position, why.text);
    else others.set(change.event.position, why.text);
  }
  for (const turn of turns.transitions) {
    const begun = stretch.begun.some(({ position }) => position === turn.position);
    for (const { position } of turn.decidedBy) others.set(position, begun ? overtaken(stretch) : laterThan(turn));
    for (const aside of turn.setAside) others.set(aside.position, begun ? reasonFor(aside, standing) : laterThan(turn));
  }
  for (const { position } of turns.impossible)
    others.set(position, 'cannot follow what stands before it, and changes nothing');
  const retracted = retractionsOf(known);
  for (const event of known) {
    const { position, id } = event;
    if (retracted.has(id)) drop(event, `retracted by ${retracted.get(id)}`);
    else if (isCorrection(event)) decideCorrection(event);
    else {
      const { correctedAt } = standing.get(position)!;
      if (correctedAt !== undefined) drop(event, `corrected by ${correctedAt}`);
      if (!told.has(position)) drop(standing.get(position)!, others.get(position)!);
    }
  }
  return { decides, setAside, between: stretch.state === 'uncertain' ? spanOf(stretch.pending) : null };

  /** A correction decides where an event that it shaped does; else it goes aside with that event. */
  function decideCorrection(event: KnownDesignationEvent) {
    const shaped = [...standing.values()].find(({ correctedAt }) => correctedAt === event.position);
    if (shaped && told.has(shaped.position)) decides.push(explain(event, `corrects ${shaped.position}`));
    else if (event.type === 'EventRetracted')
      decides.push(explain(event, `retracts ${positionOf(event.data.of, known)}`));
    else
      drop(
        event,
        shaped ? `corrects ${shaped.position}, which does not decide this day` : 'overtaken by a later correction',
      );
  }
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
function decidingTurns({ begun, lastCertain, pending }: DesignationStretch): DesignationTurn[] {
  const force =
    lastCertain && begun.slice(0, begun.indexOf(lastCertain) + 1).findLast(({ kind }) => kind === 'designated');
  return [...new Set([lastCertain, force, ...pending].filter((turn) => turn !== null && turn !== undefined))];
}

/** Whether a change of contents shapes the record of a day, and how. */
function contentReason(change: ContentChange, { begun, lastCertain }: DesignationStretch, on: string) {
  const force =
    lastCertain && begun.slice(0, begun.indexOf(lastCertain) + 1).findLast(({ kind }) => kind === 'designated');
  const days = formatInterval(change);
  const was = change.event.type === 'DesignationAmended' ? 'amended' : 're-identified';
  if (change.latest > on) return { decides: false, text: `speaks of later days: ${was} ${days}` };
  const isInForce =
    force &&
    periodOfChange(
      begun.filter(({ kind }) => kind === 'designated'),
      change,
    ) === force;
  return isInForce
    ? { decides: true, text: `says it was ${was} ${days}` }
    : { decides: false, text: 'belongs to another period' };
}

const laterThan = (turn: Pick<DesignationTurn, 'kind' | 'earliest' | 'latest'>) =>
  `speaks of later days: ${turn.kind} ${formatInterval(turn)}`;

const overtaken = ({ lastCertain }: DesignationStretch) =>
  `followed by a later change${lastCertain ? `, ${lastCertain.event.position}` : ''}`;

function reasonFor(
  { position, by, because, contradicts }: SetAside,
  standing: ReadonlyMap<number, KnownDesignationEvent>,
): string {
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
