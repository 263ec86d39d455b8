import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '#domain';

/** What a result is made of. Two runs of which it is the same give the same bytes. */
export interface RunOf {
  inputSha256: string;
  on: string;
  knownAt: number;
  scorer: string;
  threshold: number;
  limit: number;
  datasets: string[];
  compareKnownAt: number | null;
}

/** The part of a result that is written, and all that is needed to go on. */
const sidecar = z.strictObject({
  inputSha256: z.string(),
  on: z.string(),
  knownAt: z.int(),
  scorer: z.string(),
  threshold: z.number(),
  limit: z.int(),
  datasets: z.array(z.string()),
  compareKnownAt: z.int().nullable(),
  rows: z.int().nonnegative(),
  hits: z.int().nonnegative(),
  rowsWithHits: z.int().nonnegative(),
  noted: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
});

/** What has been counted so far. */
export interface Counts {
  rows: number;
  hits: number;
  rowsWithHits: number;
  noted: number;
}

const NONE: Counts = { rows: 0, hits: 0, rowsWithHits: 0, noted: 0 };
/** Customers are nobody else's to read. */
const OWNER_ONLY = 0o600;

interface Begun {
  counts: Counts;
  bytes: number;
  hash: Hash;
  /** Why what was there is not gone on with; null where nothing was there, or it is. */
  anew: string | null;
}

/**
 * A result that grows as `out.part`, with `out.part.json` saying how far it is, and gets its name when it is whole. What a
 * run left that was killed is gone on with, where it is of the same run.
 */
export async function openPart(out: string, run: RunOf) {
  const part = `${out}.part`;
  const aside = `${part}.json`;
  const begun = await begin(part, aside, run);
  const { hash } = begun;
  let { bytes } = begun;
  const file = await open(part, bytes > 0 ? 'r+' : 'w', OWNER_ONLY);
  await file.truncate(bytes);

  return {
    counts: begun.counts,
    anew: begun.anew,
    isEmpty: bytes === 0,
    /** Adds lines, and notes how far the run has come. */
    async add(text: string, counts: Counts): Promise<void> {
      const piece = Buffer.from(text);
      let written = 0;
      while (written < piece.length)
        written += (await file.write(piece, written, piece.length - written, bytes + written)).bytesWritten;
      bytes += piece.length;
      hash.update(piece);
      const so = { ...run, ...counts, bytes, sha256: hash.copy().digest('hex') };
      await writeFile(`${aside}.new`, JSON.stringify(so), { mode: OWNER_ONLY });
      await rename(`${aside}.new`, aside);
    },
    /** Gives the result its name, and the SHA-256 of its bytes. */
    async finish(): Promise<string> {
      await file.sync();
      await file.close();
      await rename(part, out).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        throw new InputError(`${part} is gone: somebody removed it, or a run on another database had the same --out`);
      });
      await rm(aside, { force: true });
      return hash.digest('hex');
    },
    /** What is written stays, for the next run. */
    close: () => file.close(),
  };
}

/** How far a run that was killed had come. */
async function begin(part: string, aside: string, run: RunOf): Promise<Begun> {
  const fresh = (anew: string | null): Begun => ({ counts: NONE, bytes: 0, hash: createHash('sha256'), anew });
  const text = await readFile(aside, 'utf8').catch(() => null);
  if (text === null) return fresh(null);
  const { data: left } = sidecar.safeParse(parsed(text));
  if (!left) return fresh(`${aside} cannot be read`);
  const differing = (Object.keys(run) as (keyof RunOf)[]).find((key) => shown(left[key]) !== shown(run[key]));
  if (differing)
    return fresh(`${part} was made with ${differing} ${shown(left[differing])}, now it is ${shown(run[differing])}`);
  const hash = await hashOf(part, left.bytes);
  if (hash?.copy().digest('hex') !== left.sha256) return fresh(`${part} is not what ${aside} says`);
  const { rows, hits, rowsWithHits, noted, bytes } = left;
  return { counts: { rows, hits, rowsWithHits, noted }, bytes, hash, anew: null };
}

const shown = (value: RunOf[keyof RunOf]): string => JSON.stringify(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The hash of the first bytes of a file; null where there is no such file. */
async function hashOf(path: string, bytes: number): Promise<Hash | null> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  try {
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) hash.update(chunk as Buffer);
    return hash;
  } catch {
    return null;
  }
}
