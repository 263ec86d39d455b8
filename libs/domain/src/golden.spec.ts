import { readFile, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { contentHash } from './canonical-json.ts';
import { domainEvent, upcast, type StoredShape } from './catalogue.ts';
import { lineOf, type KnownDesignationEvent } from './designation/line.ts';

const FOLDER = new URL('../golden/', import.meta.url);

interface GoldenLog {
  /** As they were stored by the release that wrote this file. */
  events: (StoredShape & { id: string; position: number; stream: string })[];
  /** Of each designation's line after all of them: what a newer release must still make of them. */
  lines: Record<string, string>;
}

const readJson = async <T>(name: string): Promise<T> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as T;

/** What a golden log means to this code. */
function linesOf({ events }: GoldenLog): Record<string, string> {
  const known = events
    .filter(({ stream }) => stream.startsWith('designation-'))
    .map(({ id, position, stream, ...stored }) => ({ ...upcast(stored), id, position, stream }));
  const byStream = Map.groupBy(known, ({ stream }) => stream);
  return Object.fromEntries(
    [...byStream].map(([stream, own]) => [stream, contentHash(lineOf(own as unknown as KnownDesignationEvent[]))]),
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

  it('is refused where the code is older than the log', () => {
    expect(() => upcast({ type: 'TreatyBroken', schemaVersion: 1, data: {} })).toThrow(/newer Demarche/);
    expect(() => upcast({ type: 'ListRegistered', schemaVersion: 99, data: {} })).toThrow(/newer Demarche/);
  });
});
