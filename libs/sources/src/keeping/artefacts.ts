import type { Pool } from 'pg';
import { inTransaction } from '#database';
import { NotFoundError } from '#domain';
import { expand } from '../reading/expand.ts';

/** A published file that is kept. */
export interface Artefact {
  /** Hash of the bytes as published: of a gzip file's content, of an archive as sent. */
  sha256: string;
  bytes: number;
  /** Number of bytes that are stored of it, compressed. */
  stored: number;
}

/** The published files, each kept once, beside the events. */
export interface Artefacts {
  /** Stores a file, given as one gzip stream of `stored` bytes: all of it or nothing. A file that is already stored is left as it is. */
  keep(file: Artefact, gzipped: AsyncIterable<Uint8Array>): Promise<void>;
  find(sha256: string): Promise<Artefact | null>;
  count(): Promise<number>;
  /** In the order of their hashes. */
  all(): AsyncGenerator<Artefact>;
  /** The gzip stream that was kept, in pieces. Throws NotFoundError. */
  read(sha256: string): AsyncGenerator<Uint8Array>;
}

const PAGE = 1_000;

const FIND = `select sha256, bytes, stored from sources.artefact where sha256 = $1`;
const ALL = `select sha256, bytes, stored from sources.artefact where sha256 > $1 order by sha256 limit $2`;
const COUNT = `select count(*) as count from sources.artefact`;
const PART_OF = `select content from sources.artefact_part where sha256 = $1 and number = $2`;
const KEEP = `insert into sources.artefact (sha256, bytes, stored) values ($1, $2, $3) on conflict do nothing`;
const KEEP_PART = `insert into sources.artefact_part (sha256, number, content) values ($1, $2, $3)`;

/** In PostgreSQL, so that one backup has the events and what they were read from. The pool acts as `demarche_writer`. */
export function createPostgresArtefacts(pool: Pool): Artefacts {
  const find = async (sha256: string) => (await pool.query<Artefact>(FIND, [sha256])).rows[0] ?? null;

  return {
    find,
    async keep({ sha256, bytes, stored }, gzipped) {
      if (await find(sha256)) return;
      await inTransaction(pool, async (tx) => {
        // Where another process keeps the same file at this moment, this waits for it.
        const { rowCount } = await tx.query(KEEP, [sha256, bytes, stored]);
        if (rowCount === 0) return;
        let number = 0;
        for await (const part of gzipped) await tx.query(KEEP_PART, [sha256, number++, part]);
      });
    },
    count: async () => (await pool.query<{ count: number }>(COUNT)).rows[0]!.count,
    async *all() {
      for (let after = ''; ;) {
        const { rows } = await pool.query<Artefact>(ALL, [after, PAGE]);
        yield* rows;
        if (rows.length < PAGE) return;
        after = rows.at(-1)!.sha256;
      }
    },
    async *read(sha256) {
      if (!(await find(sha256))) throw new NotFoundError(`No file ${sha256} is kept`);
      for (let number = 0; ; number++) {
        const { rows } = await pool.query<{ content: Buffer }>(PART_OF, [sha256, number]);
        if (rows.length === 0) return;
        yield rows[0]!.content;
      }
    },
  };
}

/** The file as it was published. Throws NotFoundError where it is not kept, and zlib's error where it is damaged. */
export const publishedBytes = (artefacts: Artefacts, sha256: string): AsyncGenerator<Uint8Array> =>
  expand(artefacts.read(sha256));
