import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '#database';
import { createMemoryEventLog } from '#event-log';
import { createTemporaryDatabase } from '#testing';
import { createPostgresArtefacts, publishedBytes, type Artefacts } from './artefacts.ts';
import { sourceOf } from '../catalogue.ts';
import { sourcesMigrations } from '../index.ts';
import { ingestPublication, type IngestOptions } from '../ingesting/ingest.ts';
import { inPieces } from '../spec-kit/given-list.ts';
import { manyEntries, publicationXml } from '../spec-kit/un-sc.ts';
import { manyEntries as sdnEntries, sdnCsv } from '../spec-kit/us-ofac.ts';
import { zipOf } from '../spec-kit/zip-of.ts';

let database: Awaited<ReturnType<typeof createTemporaryDatabase>>;
let pool: Pool;
let artefacts: Artefacts;

beforeAll(async () => {
  database = await createTemporaryDatabase([sourcesMigrations]);
  pool = createPool({ url: database.url, role: 'demarche_writer', name: 'test' });
  artefacts = createPostgresArtefacts(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const sha256Of = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

function givenLedger() {
  const log = createMemoryEventLog();
  return (list: string, content: string | Uint8Array, options: Partial<IngestOptions> = {}) =>
    ingestPublication({ log, artefacts }, sourceOf(list)!, inPieces(content), {
      actor: 'test',
      observedAt: '2026-01-01T00:00:00Z',
      ...options,
    });
}

const file = (day: string, count = 3) => publicationXml(`${day}T00:00:00Z`, manyEntries(count));

it('keeps what was ingested, byte for byte, whether it came plain, as gzip or as an archive', async () => {
  const publish = givenLedger();
  const [plain, zipped] = [file('2024-01-01'), gzipSync(file('2024-01-02'))];
  const archive = await zipOf({ 'sdn.csv': sdnCsv(sdnEntries(3)) });
  await publish('un-sc', plain);
  await publish('un-sc', zipped);
  await publish('us-ofac-sdn', archive, { publishedOn: '2024-01-03' });
  for (const bytes of [Buffer.from(plain), Buffer.from(file('2024-01-02')), archive]) {
    expect(await whole(publishedBytes(artefacts, sha256Of(bytes)))).toEqual(bytes);
    expect(await artefacts.find(sha256Of(bytes))).toMatchObject({ bytes: bytes.length });
  }
});

it('keeps a file that is larger than its parts', async () => {
  const bytes = randomBytes(3_500_000);
  const gzipped = gzipSync(bytes);
  const sha256 = sha256Of(bytes);
  await artefacts.keep({ sha256, bytes: bytes.length, stored: gzipped.length }, inPieces(gzipped, 1_000_000));
  expect((await whole(publishedBytes(artefacts, sha256))).equals(bytes)).toBe(true);
});

it('keeps each file once, of two who come at one moment too', async () => {
  const [a, b] = [givenLedger(), givenLedger()];
  const content = file('2024-01-04');
  await Promise.all([a('un-sc', content), b('un-sc', content)]);
  await a('un-sc', content);
  expect((await whole(publishedBytes(artefacts, sha256Of(content)))).toString()).toBe(content);
});

it('keeps what was refused, where all of it came, and nothing of what was only tried', async () => {
  const publish = givenLedger();
  const refused = file('2024-01-05').replace('</CONSOLIDATED_LIST>', '');
  expect((await publish('un-sc', refused)).rejected?.code).toBe('malformed-xml');
  expect(await artefacts.find(sha256Of(refused))).not.toBeNull();
  const tooLarge = file('2024-01-06', 30);
  expect((await publish('un-sc', tooLarge, { limits: { bytes: 500 } })).rejected?.code).toBe('too-large');
  expect(await artefacts.find(sha256Of(tooLarge))).toBeNull();
  const tried = file('2024-01-07');
  expect((await publish('un-sc', tried, { dryRun: true })).designated).toBe(3);
  expect(await artefacts.find(sha256Of(tried))).toBeNull();
});

it('lets nobody change or delete what was kept', async () => {
  await givenLedger()('un-sc', file('2024-01-08'));
  for (const sql of ['delete from sources.artefact_part', `update sources.artefact set bytes = 0`])
    await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
});

it('leaves nothing half-kept behind', async () => {
  const sha256 = sha256Of('half');
  const breaking = (async function* () {
    yield Buffer.from('ha');
    throw new Error('power cut');
  })();
  await expect(artefacts.keep({ sha256, bytes: 4, stored: 4 }, breaking)).rejects.toThrow('power cut');
  expect(await artefacts.find(sha256)).toBeNull();
});
