import { it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createMemoryEventLog } from '#event-log';
import { lineOf, segmentOn, comparable, diffRecords } from '#domain';
import { ingestPublication } from './ingest.ts';
import { loadListState, eventsOf } from './list-state.ts';
import { sourceOf } from './catalogue.ts';
it('x', async () => {
  const DATA = '/work/shared/data';
  const files: string[] = [];
  for (const folder of [`${DATA}/un-sc-committee`, `${DATA}/un-sc`])
    for (const name of (await readdir(folder, { recursive: true })).filter((e) => /\.(xml|gz)$/.test(e)).sort())
      if (!/2016-02-11|2016-03-07|malformed/.test(name)) files.push(`${folder}/${name}`);
  const take = async (order: string[]) => {
    const log = createMemoryEventLog();
    const t = performance.now();
    let ev = 0;
    for (const f of order) {
      const r = await ingestPublication({ log, artefacts: null }, sourceOf('un-sc')!, createReadStream(f), {
        actor: 'x',
        observedAt: new Date().toISOString(),
        force: 'real',
        backfill: true,
      });
      if (r.rejected) console.log(f, r.rejected);
      ev += r.events;
      if (process.env.TRACE) {
        const st = await loadListState(log, 'un-sc');
        for (const c of st.designations.values())
          if (c.state.references.includes('QDi.171') || c.state.references.includes('QI.A.171.04'))
            console.log(
              f.slice(22),
              r.events,
              c.id,
              st
                .chainOf(c)
                .map((p) => p.day + ':' + (p.record?.reference ?? 'null'))
                .join(' '),
            );
      }
    }
    console.log('took', performance.now() - t, ev);
    return loadListState(log, 'un-sc');
  };
  if (process.env.TRACE) {
    await take(files.slice().sort((a, b) => ((a + 'x').length % 7) - ((b + 'x').length % 7) || (a < b ? 1 : -1)));
    return;
  }
  const byDay = await take(files.slice());
  const days = byDay.publications.map((p) => p.publishedOn);
  const order =
    process.env.ORDER === 'rev'
      ? files.slice().reverse()
      : files.slice().sort((a, b) => ((a + 'x').length % 7) - ((b + 'x').length % 7) || (a < b ? 1 : -1));
  const other = await take(order);
  const answers = (s: typeof byDay) => {
    const m = new Map<string, any>();
    for (const c of s.designations.values()) {
      const line = lineOf(eventsOf(c));
      for (const d of days) {
        const seg = segmentOn(line, d);
        if (seg.status === 'not-listed') continue;
        m.set(d + ' ' + seg.record?.reference, {
          status: seg.status,
          record: seg.record,
          since: seg.since,
          until: seg.until,
        });
      }
    }
    return m;
  };
  const [a, b] = [answers(byDay), answers(other)];
  let n = 0,
    status = 0,
    rec = 0;
  for (const [k, v] of a) {
    const w = b.get(k);
    const diff = !w
      ? 'missing'
      : w.status !== v.status
        ? `status ${v.status} ${w.status}`
        : w.since !== v.since || w.until !== v.until
          ? `since ${v.since} ${w.since} until ${v.until} ${w.until}`
          : diffRecords(comparable(v.record), comparable(w.record)).length
            ? JSON.stringify(diffRecords(comparable(v.record), comparable(w.record))).slice(0, 300)
            : '';
    if (diff) {
      if (diff[0] === '[') rec++;
      else status++;
      if (n++ < 25) console.log(k, diff);
    }
  }
  for (const k of b.keys())
    if (!a.has(k)) {
      if (n++ < 30) console.log('extra', k);
    }
  console.log({ a: a.size, b: b.size, status, rec });
}, 400000);
