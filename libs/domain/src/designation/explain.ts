import { isAmendment, withCorrections } from '../corrections.ts';
import { formatInterval } from '../partial-date.ts';
import { stretchOn, type Turn } from '../timeline/stretches.ts';
import { CONTENT, type SetAside } from '../timeline/transitions.ts';
import type { DesignationEvent } from './events.ts';
import {
  designationStretches,
  type CertainStatus,
  type DesignationChange,
  type DesignationStretch,
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

type DesignationTurn = Turn<DesignationEvent, DesignationChange, CertainStatus>;

/**
 * Why the answer for a day, as known at a position, is what it is. Takes all events of the designation's stream, those
 * recorded after that position too: they are named as not yet known.
 */
export function explainOn(events: readonly KnownDesignationEvent[], on: string, knownAt: number): Explanation {
  const known = events.filter(({ position }) => position <= knownAt);
  const standing = new Map(withCorrections(known).map((event) => [event.position, event]));
  const stretches = designationStretches(known);
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
    const [best, ...narrowing] = turn.decidedBy as [number, ...number[]];
    const days = formatInterval(turn);
    decide(
      best,
      narrowing.length > 0 ? `the best report of when it was ${wordFor(turn)}` : `says it was ${wordFor(turn)} ${days}`,
    );
    for (const position of narrowing) decide(position, `narrows that to ${days}`);
  }
  const others = new Map<number, string>();
  for (const turn of stretches.at(-1)!.begun) {
    const begun = stretch.begun.some(({ position }) => position === turn.position);
    for (const position of turn.decidedBy) others.set(position, begun ? overtaken(stretch) : laterThan(turn));
    for (const aside of turn.setAside) others.set(aside.position, begun ? reasonFor(aside, standing) : laterThan(turn));
  }
  const retracted = retractionsOf(known);
  for (const event of events) {
    const { position, id } = event;
    if (position > knownAt) drop(event, `not yet known at ${knownAt}`);
    else if (retracted.has(id)) drop(event, `retracted by ${retracted.get(id)}`);
    else if (isAmendment(event)) decideAmendment(event);
    else {
      const { correctedAt } = standing.get(position)!;
      if (correctedAt !== undefined) drop(event, `corrected by ${correctedAt}`);
      if (!told.has(position)) drop(standing.get(position)!, others.get(position)!);
    }
  }
  return { decides, setAside, between: stretch.state === 'uncertain' ? spanOf(stretch.pending) : null };

  /** A correction decides where an event that it shaped does; else it goes aside with that event. */
  function decideAmendment(event: KnownDesignationEvent) {
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
  ...{ position, id, type, why },
  effective: data.effective,
  confidence: data.confidence,
  publisher: data.source.publisher,
});

/** The last change of state, the last change of contents, and whatever may or may not have happened yet. */
function decidingTurns({ begun, pending }: DesignationStretch): DesignationTurn[] {
  const settled = begun.filter((turn) => !pending.includes(turn));
  const state = settled.findLast(({ kind }) => kind !== CONTENT);
  const content = settled.findLast(({ kind }) => kind === CONTENT || kind === 'designated');
  return [...new Set([state, content, ...pending].filter((turn) => turn !== undefined))];
}

const wordFor = ({ kind }: DesignationTurn) => (kind === CONTENT ? 'amended' : kind);

const laterThan = (turn: DesignationTurn) => `speaks of later days: ${wordFor(turn)} ${formatInterval(turn)}`;

const overtaken = ({ settled }: DesignationStretch) =>
  `followed by a later change${settled ? `, ${settled.event.position}` : ''}`;

function reasonFor(
  { position, by, because, contradicts }: SetAside,
  standing: ReadonlyMap<number, KnownDesignationEvent>,
): string {
  const [best, own] = [standing.get(by)!.data, standing.get(position)!.data];
  const reason = {
    confidence: `${own.confidence} only; ${by} is ${best.confidence}`,
    publisher: `from ${SOURCES[own.source.kind]}; ${by} is from ${SOURCES[best.source.kind]}`,
    later: `of the same rank; ${by} was recorded later`,
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
