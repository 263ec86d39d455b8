import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

export const CODINGS = ['identity', 'zstd', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** The bytes of a file in one coding. */
export interface Coded {
  bytes: number;
  /** In base64, as Repr-Digest has it. */
  sha256: string;
}

/** What is known of a file once it is made. */
export interface FileFacts {
  /** Of the bytes without a coding, in hexadecimal: what yente verifies. */
  sha1: string;
  sha256: string;
  lines: number;
  codings: Record<Coding, Coded>;
}

interface Sink {
  coding: Coding;
  /** Where bytes go in. */
  into: Transform | WriteStream;
  file: WriteStream;
  hash: Hash;
  count: { bytes: number };
}

const compressors = { identity: () => null, gzip: () => createGzip({ level: 5 }), zstd: () => createZstdCompress() };

/** Writes pieces into a folder once for each coding, and tells what they are. Nothing is held but what the disk has not taken. */
export async function writeFileSet(folder: string, pieces: AsyncIterable<string | Uint8Array>): Promise<FileFacts> {
  const sinks = CODINGS.map((coding) => openSink(folder, coding));
  const sha1 = createHash('sha1');
  let lines = 0;
  try {
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      if (bytes.length === 0) continue;
      sha1.update(bytes);
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
      await Promise.all(sinks.map((sink) => writeTo(sink, bytes)));
    }
    for (const { into } of sinks) into.end();
    await Promise.all(sinks.map(({ file }) => finished(file)));
    await Promise.all(sinks.map(({ coding }) => synced(join(folder, coding))));
  } catch (error) {
    for (const { into, file } of sinks) {
      into.destroy();
      file.destroy();
    }
    throw error;
  }
  const coded = sinks.map(({ coding, hash, count }) => [coding, { bytes: count.bytes, hash: hash.digest() }] as const);
  const codings = Object.fromEntries(
    coded.map(([coding, { bytes, hash }]) => [coding, { bytes, sha256: hash.toString('base64') }]),
  ) as Record<Coding, Coded>;
  const sha256 = Buffer.from(codings.identity.sha256, 'base64').toString('hex');
  return { sha1: sha1.digest('hex'), sha256, lines, codings };
}

const LINE_FEED = 10;

function openSink(folder: string, coding: Coding): Sink {
  const file = createWriteStream(join(folder, coding), { flags: 'wx', mode: 0o600 });
  const hash = createHash('sha256');
  const count = { bytes: 0 };
  const compressor = compressors[coding]();
  compressor?.on('data', (chunk: Buffer) => take({ hash, count }, chunk));
  compressor?.on('error', (error) => file.destroy(error));
  file.on('error', (error) => compressor?.destroy(error));
  compressor?.pipe(file);
  return { coding, into: compressor ?? file, file, hash, count };
}

function take({ hash, count }: Pick<Sink, 'hash' | 'count'>, chunk: Uint8Array): void {
  hash.update(chunk);
  count.bytes += chunk.length;
}

async function writeTo(sink: Sink, bytes: Uint8Array): Promise<void> {
  if (sink.into === sink.file) take(sink, bytes);
  if (sink.file.errored) throw sink.file.errored;
  if (!sink.into.write(bytes)) await once(sink.into, 'drain');
}

/** On the disk before its name is: a machine that dies leaves no whole name with half a file. */
async function synced(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.datasync();
}
