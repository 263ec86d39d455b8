import { randomUUID } from 'node:crypto';
import { EXPORT_FILES } from '#contract';
import { openListStore } from '#sources';
import { sample } from '#testing';
import { askChild } from '../children/child.ts';
import type { ExportsAnswer } from '../children/exporting.ts';
import { AUTHORITIES, fill } from '../inputs/sample-log.ts';
import { atMost } from '../report.ts';
import { withServer } from './bench-server.ts';
import { projectAll } from './project.ts';

/** A fifth of the events are amendments: 20,000 designations. */
const EVENTS = 25_000;
const ENTITIES = 'entities.ftm.json';

/** Lists have to be registered, or no dataset is of them. */
const registration = (authority: string) => {
  const list = `${authority.toLowerCase()}-bench`;
  const events = [sample.registered({ list, authority })];
  return { id: randomUUID(), streams: [{ stream: `list-${list}`, expected: 'any' as const, events }] };
};

/**
 * Seconds that the files of an export take, and what memory: of all 20,000 designations, and of one list that has a twelfth of
 * them. To reach: 3 s, and no more memory for twelve times as much.
 */
export async function benchExports() {
  return withServer(async ({ createDatabase }) => {
    const url = await createDatabase();
    const { log, projector: pool, close } = await openListStore(url, 'bench');
    await fill(log, EVENTS);
    for (const authority of AUTHORITIES) await log.append(registration(authority));
    await projectAll({ pool, log });
    await close();
    const make = (dataset: string, files: readonly string[]) =>
      askChild<ExportsAnswer>('exporting', { url, dataset, files });
    const few = await make('demarche_kz_bench', [ENTITIES]);
    const all = await make('demarche', [ENTITIES]);
    const every = await make('demarche', EXPORT_FILES);
    return {
      unit: 's',
      entities: all.entities,
      figures: every.seconds,
      peak_rss_mb: { 'one list': few.peakMb, all: all.peakMb, 'all files of all': every.peakMb },
      goals: [
        atMost(`${ENTITIES} of 20,000 designations ≤ 3 s`, all.seconds[ENTITIES], 3),
        atMost('memory for twelve times as much ≤ 1.5 ×', all.peakMb / few.peakMb, 1.5),
      ],
    };
  });
}
