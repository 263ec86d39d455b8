import { readFile, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { contentHash } from './canonical-json.ts';
import { domainEvent, upcast, type StoredShape } from './catalogue.ts';
import { withCorrections } from './correction/corrections.ts';
import { lineOf, type KnownDesignationEvent } from './designation/line.ts';

const FOLDER = new URL('../golden/', import.meta.url);

interface GoldenLog {
  /** As they were stored by the release that wrote this file. */
  events: (StoredShape & { id: string; position: number; stream: string })[];
  /** Of what each stream means after all of them: what a newer release must still make of them. */
  lines: Record<string, string>;
}

const readJson = async <T>(name: string): Promise<T> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as T;

/** What a golden log means to this code: a designation's line; of other streams, the facts as last corrected. */
function linesOf({ events }: GoldenLog): Record<string, string> {
  const known = events.map(({ id, position, stream, ...stored }) => ({
    ...upcast(stored),
    schemaVersion: stored.schemaVersion,
    id,
    position,
    stream,
  }));
  const meaning = (stream: string, own: typeof known): unknown =>
    stream.startsWith('designation-') ? lineOf(own as unknown as KnownDesignationEvent[]) : withCorrections(own);
  return Object.fromEntries(
    [...Map.groupBy(known, ({ stream }) => stream)].map(([stream, own]) => [stream, contentHash(meaning(stream, own))]),
  );
}

describe('the stored form of events', () => {
  it('is what it was when it was released; a change needs a new version', async () => {
    const schemas = Object.fromEntries(
      domainEvent.options.map((schema) => [
        `${schema.shape.type.value}/${schema.shape.schemaVersion.value}`,
        contentHash(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })),
      ]),
    );
    // Once, when a version is released: UPDATE_GOLDEN=1 writes what is new and leaves what was released.
    const released = await readJson<Record<string, string>>('schemas.json').catch(() => ({}));
    if (process.env.UPDATE_GOLDEN)
      await writeFile(new URL('schemas.json', FOLDER), JSON.stringify({ ...schemas, ...released }, null, 2));
    expect(schemas).toEqual(
      expect.objectContaining(Object.fromEntries(Object.entries(released).filter(([key]) => key in schemas))),
    );
    expect(Object.keys(released)).toEqual(expect.arrayContaining(Object.keys(schemas)));
  });

  it('replays to the same state in every released version', async () => {
    const logs = (await readdir(FOLDER)).filter((name) => name.startsWith('log-'));
    expect(logs.length).toBeGreaterThan(0);
    for (const name of logs) {
      const log = await readJson<GoldenLog>(name);
      // New streams only: what a released log meant is never written anew.
      if (process.env.UPDATE_GOLDEN) log.lines = { ...linesOf(log), ...log.lines };
      if (process.env.UPDATE_GOLDEN) await writeFile(new URL(name, FOLDER), `${JSON.stringify(log, null, 2)}\n`);
      for (const { id: _, position: __, stream: ___, ...stored } of log.events)
        expect(domainEvent.safeParse(upcast(stored)).error).toBeUndefined();
      expect(linesOf(log)).toEqual(log.lines);
    }
  });

  it('has a golden event of every type', async () => {
    const logs = (await readdir(FOLDER)).filter((name) => name.startsWith('log-'));
    const types = new Set<string>();
    for (const name of logs) for (const { type } of (await readJson<GoldenLog>(name)).events) types.add(type);
    expect([...types].sort()).toEqual(domainEvent.options.map((schema) => schema.shape.type.value).sort());
  });

  it('of an older version is read step by step', () => {
    const steps = {
      'ListReviewed/-1': ({ auditor, ...data }: Record<string, unknown>) => ({ ...data, reviewer: auditor }),
      'ListReviewed/0': ({ reviewer, ...data }: Record<string, unknown>) => ({ ...data, by: reviewer }),
    };
    const old = { type: 'ListReviewed', schemaVersion: -1, data: { outcome: 'Kept', auditor: 'The court' } };
    expect(upcast(old, steps)).toEqual({
      type: 'ListReviewed',
      schemaVersion: 1,
      data: { outcome: 'Kept', by: 'The court' },
    });
    expect(() => upcast(old)).toThrow(/No way from ListReviewed version -1 to 0/);
  });

  it('is refused where the code is older than the log', () => {
    expect(() => upcast({ type: 'TreatyBroken', schemaVersion: 1, data: {} })).toThrow(/newer Demarche/);
    expect(() => upcast({ type: 'ListRegistered', schemaVersion: 99, data: {} })).toThrow(/newer Demarche/);
  });
});
