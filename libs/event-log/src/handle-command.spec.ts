import { expect, it } from '@jest/globals';
import { designation } from '#domain';
import { sample } from '#testing';
import type { EventLog } from './event-log.ts';
import { handleCommand, streamsOnce } from './handle-command.ts';
import { createMemoryEventLog } from './memory.ts';

const STREAM = 'designation-kz-test:A';

/** A log that tells what is read of it. */
function watched(log: EventLog) {
  const reads: string[] = [];
  return {
    reads,
    log: {
      ...log,
      readStream: (stream: string) => (reads.push(stream), log.readStream(stream)),
      find: (key: string | number) => (reads.push(String(key)), log.find(key)),
    },
  };
}

it('reads each stream once, though the caller has read it, and nothing that it wrote', async () => {
  const { log, reads } = watched(createMemoryEventLog());
  await log.append({
    id: 'b6f0a4f0-d2f5-4c7e-9c1f-3b8f5a0e7d21',
    streams: [
      { stream: 'list-kz-test', expected: 0, events: [sample.registered()] },
      { stream: STREAM, expected: 0, events: [sample.designated('A', '2010-01-01')] },
    ],
  });
  const readStream = streamsOnce(log);
  await readStream(STREAM);
  const delist = { type: 'DelistParty', data: sample.delisted('A', '2020-01-01').data };
  const options = { key: 'once', readStream };
  expect(await handleCommand(log, designation, STREAM, () => delist as never, options)).toMatchObject({
    isNew: true,
    version: 2,
    event: { type: 'OrganizationDelisted', position: 3 },
  });
  expect(reads.sort()).toEqual([STREAM, 'list-kz-test']);
});
