import pg from 'pg';

export interface HeldLock {
  /** Aborts when the lock is ours no longer. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes a named lock of the database for as long as this process lives or until it is released. It belongs to a
 * connection, so none is ever stale, whatever kills us. Null where another has it.
 */
export async function holdLock(url: string, name: string): Promise<HeldLock | null> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  const gone = new AbortController();
  client.on('error', () => undefined).once('end', () => gone.abort());
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtext($1)) as taken', [name]);
  if (rows[0]!.taken) return { lost: gone.signal, release: () => client.end() };
  await client.end();
  return null;
}
