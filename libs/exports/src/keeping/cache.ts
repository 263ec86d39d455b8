import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileSet, type Coding, type FileFacts } from './write-file.ts';

/** What is counted while a file is made. */
export interface Tally {
  /** Entities that are Things, in a file that holds entities. */
  things: number;
}

/** Makes a file, some at a time. */
export type Pieces = (tally: Tally) => AsyncIterable<string | Uint8Array>;

/** A file that was made, and where its bytes are in each coding. */
export interface KeptFile extends FileFacts, Tally {
  path(coding: Coding): string;
}

export interface CacheOptions {
  folder: string;
  /** Bytes of all files together, in all codings; the ones not asked for longest go first. */
  maxBytes?: number;
  /** How long a file is kept that nobody asks for. */
  maxAgeMs?: number;
}

const MAX_BYTES = 4 * 1024 ** 3;
const MAX_AGE_MS = 7 * 86_400_000;
/** A file takes no longer to make: what is older was left by a process that was killed. */
const LONGEST_MAKING_MS = 3_600_000;
const FACTS = 'facts.json';
const MAKING = 'making-';

/**
 * Files made once and kept in a folder, for all processes that share it. A file is a folder of its own, which gets its name by
 * one rename when all of it is on the disk: whoever is killed leaves nothing that anybody would serve.
 */
export function createFileCache({ folder, maxBytes = MAX_BYTES, maxAgeMs = MAX_AGE_MS }: CacheOptions) {
  const making = new Map<string, Promise<KeptFile>>();

  const keptAs = (name: string, facts: FileFacts & Tally): KeptFile => ({
    ...facts,
    path: (coding) => join(folder, name, coding),
  });

  async function find(name: string): Promise<KeptFile | null> {
    const place = join(folder, name);
    const text = await readFile(join(place, FACTS), 'utf8').catch(() => null);
    if (text === null) return null;
    const now = new Date();
    await utimes(place, now, now).catch(() => undefined);
    return keptAs(name, JSON.parse(text) as FileFacts & Tally);
  }

  async function make(name: string, pieces: Pieces): Promise<KeptFile> {
    const temporary = join(folder, `${MAKING}${randomUUID()}`);
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const tally: Tally = { things: 0 };
    let facts: FileFacts & Tally;
    try {
      const written = await writeFileSet(temporary, pieces(tally));
      facts = { ...written, ...tally };
      await writeFile(join(temporary, FACTS), JSON.stringify(facts), { flush: true });
      // Another process may have made the same bytes meanwhile; those are as good.
      await rename(temporary, join(folder, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    await evict(folder, name, maxBytes, maxAgeMs);
    return keptAs(name, facts);
  }

  return {
    /** The file of a key, made in its turn where it is not kept: once, however many ask for it at a time. */
    async get(
      key: readonly unknown[],
      pieces: Pieces,
      turn: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
    ): Promise<KeptFile> {
      const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 40);
      const kept = await find(name);
      if (kept) return kept;
      const begun = making.get(name) ?? turn(() => make(name, pieces)).finally(() => making.delete(name));
      making.set(name, begun);
      return begun;
    },
  };
}

/** Removes what is too old and, beyond the bytes there are to be, what was not asked for longest; never `kept`. */
async function evict(folder: string, kept: string, maxBytes: number, maxAgeMs: number): Promise<void> {
  const now = Date.now();
  const places = await Promise.all((await readdir(folder)).map((name) => lookAt(folder, name)));
  const found = places.filter((each) => each !== null).filter(({ name }) => name !== kept);
  found.sort((a, b) => b.usedAt - a.usedAt);
  let bytes = (await lookAt(folder, kept))?.bytes ?? 0;
  for (const { name, usedAt, bytes: own } of found) {
    const isMaking = name.startsWith(MAKING);
    bytes += own;
    const isOver = isMaking ? now - usedAt > LONGEST_MAKING_MS : bytes > maxBytes || now - usedAt > maxAgeMs;
    if (!isOver) continue;
    bytes -= own;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function lookAt(folder: string, name: string) {
  const place = join(folder, name);
  try {
    const files = await readdir(place);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(place, file))).size));
    return { name, usedAt: (await stat(place)).mtimeMs, bytes: sizes.reduce((sum, each) => sum + each, 0) };
  } catch {
    // Removed by another process meanwhile.
    return null;
  }
}
