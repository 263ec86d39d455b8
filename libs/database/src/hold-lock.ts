import pg from 'pg';

/**
 * Takes a named lock of the database for as long as this process lives or until it is released. It belongs to a
 * connection, so none is ever stale, whatever kills us. Null where another has it.
 */
export async function holdLock(url: string, name: string): Promise<{ release(): Promise<void> } | null> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtext($1)) as taken', [name]);
  if (rows[0]!.taken) return { release: () => client.end() };
  await client.end();
  return null;
}
