import { isDesignationStream } from '#domain';
import type { PoolClient } from 'pg';
import type { RecordedEvent } from '#event-log';
import { readModel } from '../registration.ts';

const ADD = `
  insert into activity as a (authority, list, block, designations, events, last_position, last_recorded_at)
  select authority, list, block, designations, events, position, "recordedAt"
  from jsonb_to_recordset($1) as e(authority text, list text, block bigint, designations bigint, events bigint,
    position bigint, "recordedAt" timestamptz)
  on conflict (authority, list, block) do update set designations = a.designations + excluded.designations,
    events = a.events + excluded.events, last_position = excluded.last_position, last_recorded_at = excluded.last_recorded_at`;

/** Positions 1 to 999 are block 0, 1,000 to 1,999 block 1. */
export const BLOCK = 1_000;

interface Tally {
  authority: string;
  list: string;
  block: number;
  designations: number;
  events: number;
  position: number;
  recordedAt: string;
}

export const countryOverview = readModel('country-overview', () => ({
  tables: new URL('./table.sql', import.meta.url),
  revision: 2,
  digested: { activity: ['list', 'block', 'designations', 'events', 'last_position', 'last_recorded_at'] },

  async apply(tx: PoolClient, batch: readonly RecordedEvent[]) {
    const tallies = new Map<string, Tally>();
    for (const { authority, list, stream, version, position, recordedAt } of batch) {
      if (list === null) continue;
      const block = Math.floor(position / BLOCK);
      const key = `${authority} ${list} ${block}`;
      const tally = tallies.get(key) ?? { authority, list, block, designations: 0, events: 0, position, recordedAt };
      tallies.set(key, tally);
      if (version === 1 && isDesignationStream(stream)) tally.designations++;
      tally.events++;
      tally.position = position;
      tally.recordedAt = recordedAt;
    }
    if (tallies.size > 0) await tx.query(ADD, [JSON.stringify([...tallies.values()])]);
  },
}));
