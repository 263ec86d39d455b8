import { randomUUID } from 'node:crypto';
import { createPool, onServer } from '#database';
import { openListStore } from '#sources';
import { withServer } from './bench-server.ts';
import { installMessageDb, installPeers } from '../peers/peers.ts';
import { atLeast, summarize, timed } from '../report.ts';
import { benchEvent, fill } from '../inputs/sample-log.ts';

const EVENTS = 100_000;
const PAGE = 1_000;
const ROUNDS = 5;

/**
 * Events read per second, all of them in pages of a thousand, by one reader that does nothing with them; message-db
 * reads one category with the same payload and its JSON is parsed, as its clients do. To reach: as fast as message-db.
 */
export async function benchCatchUp() {
  await installPeers();
  return withServer(async ({ createDatabase }) => {
    const urls = [await createDatabase(), await createDatabase()] as const;
    const ours = await openDemarche(urls[0]);
    const theirs = await openMessageDb(urls[1]);
    // What autovacuum would do within the minute; message-db's plan falls to a tenth without it.
    for (const url of urls) await onServer(url, 'vacuum analyze');
    const rates = { demarche: [] as number[], 'message-db': [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.demarche.push(EVENTS / (await timed(ours.readAll)).seconds);
      rates['message-db'].push(EVENTS / (await timed(theirs.readAll)).seconds);
    }
    await Promise.all([ours.close(), theirs.close()]);
    const figures = { demarche: summarize(rates.demarche), 'message-db': summarize(rates['message-db']) };
    const ratio = figures.demarche.median / figures['message-db'].median;
    return { unit: 'events/s', events: EVENTS, figures, goals: [atLeast('≥ message-db', ratio, 1)] };
  });
}

async function openDemarche(url: string) {
  const { log, close } = await openListStore(url, 'bench');
  await fill(log, EVENTS);
  return {
    async readAll() {
      let position = 0;
      for (let page = await log.read({ after: 0, limit: PAGE }); page.length > 0;) {
        position = page.at(-1)!.position;
        page = await log.read({ after: position, limit: PAGE });
      }
      if (position !== EVENTS) throw new Error(`Read ${position} events`);
    },
    close,
  };
}

const WRITE = `
  select count(write_message(m.id, m.stream, m.type, m.data, m.metadata))
  from jsonb_to_recordset($1) as m(id text, stream text, type text, data jsonb, metadata jsonb)`;

const READ = `select * from get_category_messages($1, $2, $3)`;

async function openMessageDb(url: string) {
  await installMessageDb(url);
  const pool = createPool({ url, role: 'login', name: 'message-db' });
  for (let from = 0; from < EVENTS; from += 500) {
    const messages = Array.from({ length: 500 }, (_, i) => {
      const { stream, event } = benchEvent(from + i);
      const metadata = { actor: 'bench', correlationId: randomUUID() };
      return { id: randomUUID(), stream: `bench-${stream}`, type: event.type, data: event.data, metadata };
    });
    await pool.query(WRITE, [JSON.stringify(messages)]);
  }
  return {
    async readAll() {
      let count = 0;
      for (let position = 1; ;) {
        const { rows } = await pool.query<{ global_position: number; data: string; metadata: string }>({
          name: 'read',
          text: READ,
          values: ['bench', position, PAGE],
        });
        for (const { data, metadata } of rows) if (JSON.parse(data) && JSON.parse(metadata)) count++;
        if (rows.length === 0) break;
        position = rows.at(-1)!.global_position + 1;
      }
      if (count !== EVENTS) throw new Error(`Read ${count} messages`);
    },
    close: () => pool.end(),
  };
}
