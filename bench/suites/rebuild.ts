import { readModels } from '#read-models';
import { rebuild } from '#subscriptions';
import { openListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { emmettRebuild } from '../peers/emmett-rebuild.ts';
import { projectAll } from './project.ts';
import { atLeast, rounded, timed } from '../report.ts';
import { fill } from '../inputs/sample-log.ts';

const EVENTS = 100_000;

/**
 * Events per second of a rebuild: new tables, every event, a digest per country of old and new, the swap. Emmett's has
 * neither proof nor swap, and fewer events because it is slow. To reach: 30,000 a second, thirty times Emmett.
 */
export async function benchRebuild() {
  return withServer(async ({ createDatabase }) => {
    const { log, projector: pool, close } = await openListStore(await createDatabase(), 'bench');
    await fill(log, EVENTS);
    const catchUp = await timed(() => projectAll({ pool, log }));
    const figures: Record<string, number> = { 'catch-up of all': rounded(EVENTS / catchUp.seconds) };
    const goals = [];
    for (const model of readModels(log)) {
      const { seconds, result } = await timed(() => rebuild(pool, log, model));
      if (!result.swapped) throw new Error(`${model.name} came out different`);
      figures[model.name] = rounded(EVENTS / seconds);
      goals.push(atLeast(`${model.name} ≥ 30,000 events/s`, EVENTS / seconds, 30_000));
    }
    await close();
    // maxRSS is in kilobytes; the log's 100,000 events were written by this process too.
    const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1_024);
    const emmett = await emmettRebuild(await createDatabase()).catch((error: Error) => error.message);
    const slowest = Math.min(...readModels(log).map(({ name }) => figures[name]!));
    const ratio = typeof emmett === 'number' ? slowest / emmett : undefined;
    return {
      unit: 'events/s',
      events: EVENTS,
      figures: { ...figures, emmett: typeof emmett === 'number' ? rounded(emmett) : `not measured: ${emmett}` },
      peak_rss_mb: peakRssMb,
      goals: [...goals, atLeast('the slowest ≥ 30 × Emmett', ratio, 30)],
    };
  });
}
