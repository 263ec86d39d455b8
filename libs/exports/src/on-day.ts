import { exportedByIds, type ReadSide } from '#read-models';
import { EVERYTHING } from './datasets.ts';
import { aboutsOf } from './delta.ts';
import { editionOf } from './editions.ts';
import { entitiesOf, type Exported } from './entities/entities.ts';

const AT_A_TIME = 500;

/** Some designations as they stand on a day, in the order of their ids: what exports of that day and position have of them. */
export async function* exportedOnDay(
  { pool }: Pick<ReadSide, 'pool'>,
  asked: { on: string; knownAt: number },
  ids: readonly string[],
): AsyncGenerator<Exported> {
  const abouts = aboutsOf(await editionOf({ pool }, asked, EVERYTHING));
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME);
    const periods = new Map((await exportedByIds(pool, some, asked)).map((period) => [period.id, period]));
    for (const id of some) {
      const period = periods.get(id)!;
      yield entitiesOf(period, abouts.get(period.list)!);
    }
  }
}
