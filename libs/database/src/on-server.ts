import pg from 'pg';

/** Runs one statement outside any transaction, over a connection of its own: CREATE DATABASE and its like. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
