import { designationStream, explainOn, type Explanation, type KnownDesignationEvent } from '#domain';
import type { EventLog } from '#event-log';

/** Why the answers for these designations are so. What was recorded after `knownAt`, up to `position`, is named as not yet known. */
export async function explanationsOf(
  { log }: { log: EventLog },
  { on, knownAt, position }: { on: string; knownAt: number; position: number },
  designations: readonly string[],
): Promise<Map<string, Explanation>> {
  const streams = designations.map(designationStream);
  const events = Map.groupBy(await log.readStreams(streams, position), ({ stream }) => stream);
  return new Map(
    designations.map((id) => {
      const own = (events.get(designationStream(id)) ?? []) as unknown as KnownDesignationEvent[];
      return [id, explainOn(own, on, knownAt)];
    }),
  );
}
