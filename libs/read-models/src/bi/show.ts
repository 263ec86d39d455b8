import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { inTransaction } from '#database';

const VIEWS = new URL('./views.sql', import.meta.url);

const SHOWN = `
  select obj_description('bi'::regnamespace, 'pg_namespace') as made,
    (select count(*) from pg_views where schemaname = 'bi') as views`;

/**
 * Makes the views that dashboards and reports build on, in the schema `bi`. Those that are there stay the same views, so that what is
 * built on them stays. Read models have to be there. `pool` has the role `demarche_projector`.
 */
export async function showBi(pool: Pool): Promise<void> {
  const text = await readFile(VIEWS, 'utf8');
  const wanted = text.match(/^create or replace view /gm)!.length;
  await inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('bi'))`);
    const { rows } = await tx.query<{ made: string | null; views: number }>(SHOWN);
    if (rows[0]!.made === text && rows[0]!.views === wanted) return;
    await tx.query(text);
    await tx.query(`comment on schema bi is ${tx.escapeLiteral(text)}`);
    await tx.query('grant select on all tables in schema bi to demarche_reader, demarche_dashboard');
  });
}
