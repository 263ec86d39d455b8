import type { Status } from '#domain';
import {
  affectedBetween,
  changingEvents,
  exportedByIds,
  isOnRecord,
  type ChangingEvent,
  type ExportedPeriod,
  type ReadSide,
} from '#read-models';
import type { Edition } from './editions.ts';
import { editionsAt, versionsOf } from './editions.ts';
import { entitiesOf, type Entity, type Exported } from './entities/entities.ts';
import type { ListAbout } from './list-about.ts';
import type { Version } from './version.ts';

const AT_A_TIME = 500;

/**
 * What became of entities from the version before an edition to its own, one a line: `op` is ADD, MOD or DEL, `demarche` the event
 * that made it so. A version that has none before it adds all. An entity of which only `last_seen` differs is left out.
 */
export async function* deltaLines(readSide: Pick<ReadSide, 'pool'>, edition: Edition): AsyncGenerator<string> {
  const { pool } = readSide;
  const { version: after } = edition;
  const found = await versionsOf(readSide, edition, 2);
  const before: Version = found.length > 1 ? found[0]! : { at: '', on: after.on, position: 0 };
  const [oldAbouts, newAbouts] = [await aboutsBefore(readSide, edition, before), aboutsOf(edition)];
  const affected = await affectedBetween(pool, listsOf(oldAbouts, newAbouts), before, after);
  for (let from = 0; from < affected.length; from += AT_A_TIME) {
    const ids = affected.slice(from, from + AT_A_TIME);
    const [was, is, events] = await Promise.all([
      exportedByIds(pool, ids, { on: before.on, knownAt: before.position }),
      exportedByIds(pool, ids, { on: after.on, knownAt: after.position }),
      changingEvents(pool, ids, before.position, after.position),
    ]);
    const [old, now] = [was, is].map((periods) => byDesignation(periods));
    const exported = (period: ExportedPeriod | undefined, abouts: Abouts) => {
      const about = period && isOnRecord(period) ? abouts.get(period.list) : undefined;
      return about && entitiesOf(period!, about);
    };
    let text = '';
    for (const id of ids) {
      const [before, after] = [old!.get(id), now!.get(id)];
      const demarche = causeOf(events.get(id), after ?? before, after?.status);
      for (const change of changesOf(exported(before, oldAbouts), exported(after, newAbouts)))
        text += `${JSON.stringify({ ...change, demarche })}\n`;
    }
    yield text;
  }
}

type Abouts = ReadonlyMap<string, ListAbout>;

/** The lists of a dataset in the version before; none where there was no such dataset. */
async function aboutsBefore(readSide: Pick<ReadSide, 'pool'>, { dataset }: Edition, { on, position }: Version) {
  const then = await editionsAt(readSide, { on, knownAt: position });
  const edition = then.find((each) => each.dataset === dataset);
  return edition ? aboutsOf(edition) : new Map<string, ListAbout>();
}

/** The lists of two versions: those that are called the same in both, and the others. */
function listsOf(before: Abouts, after: Abouts): { same: string[]; other: string[] } {
  const isSame = (list: string) => before.get(list)?.name === after.get(list)?.name;
  const lists = [...new Set([...before.keys(), ...after.keys()])];
  return { same: lists.filter(isSame), other: lists.filter((list) => !isSame(list)) };
}

const byDesignation = (periods: readonly ExportedPeriod[]) => new Map(periods.map((each) => [each.id, each]));

/** Why a designation stands otherwise: the event that was recorded, or the one known before whose day has come. */
const causeOf = (
  event: ChangingEvent | undefined,
  period: ExportedPeriod | undefined,
  status: Status = 'not-listed',
) => ({
  event: event?.id ?? period?.event.id ?? null,
  effective: event ? event.effective : (period?.since ?? null),
  reason: event?.reason ?? null,
  status,
});

interface Change {
  op: 'ADD' | 'MOD' | 'DEL';
  entity: Entity | { id: string };
}

/** What became of the entities of one designation. */
function* changesOf(before: Exported | undefined, after: Exported | undefined): Generator<Change> {
  const [old, now] = [before, after].map(
    (each) => new Map((each ? [each.party, ...each.attached] : []).map((entity) => [entity.id, entity])),
  );
  for (const entity of now!.values()) {
    const was = old!.get(entity.id);
    if (!was) yield { op: 'ADD', entity };
    else if (contentOf(was) !== contentOf(entity)) yield { op: 'MOD', entity };
  }
  for (const id of old!.keys()) if (!now!.has(id)) yield { op: 'DEL', entity: { id } };
}

const contentOf = ({ last_seen: _, ...content }: Entity) => JSON.stringify(content);

/** What the entities of an edition's lists are told with. */
export const aboutsOf = ({ lists }: Edition): Map<string, ListAbout> =>
  new Map(lists.map(({ id, about }) => [id, about]));
