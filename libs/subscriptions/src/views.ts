import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#database';
import { RefusedError } from '#messaging';

/** The schema of the views that people may build on. */
const VIEWS = 'read_models';
/** The schema of the views that we build on those; they are made anew at every start. */
const BI = 'bi';

const TABLES = `select tablename as name from pg_tables where schemaname = $1 order by tablename`;

// A view depends on a table through its rule.
const DEPENDING = `
  select distinct format('%I.%I', its_schema.nspname, its.relname) as view
  from pg_depend d
  join pg_rewrite rule on d.classid = 'pg_rewrite'::regclass and rule.oid = d.objid
  join pg_class its on its.oid = rule.ev_class
  join pg_namespace its_schema on its_schema.oid = its.relnamespace
  join pg_class of_it on d.refclassid = 'pg_class'::regclass and of_it.oid = d.refobjid
  join pg_namespace of_schema on of_schema.oid = of_it.relnamespace
  where of_schema.nspname = $1 and ($2::text is null or of_it.relname = $2) and its.oid <> of_it.oid
    and its_schema.nspname not in ($1, '${VIEWS}', '${BI}')
  order by view`;

const INVALID_TABLE_DEFINITION = '42P16';

interface Named {
  name: string;
  schema: string;
}

const viewOf = (schema: string, table: string) => `${schema}_${table}`;

async function depending(tx: PoolClient, schema: string, relation: string | null = null): Promise<string[]> {
  const { rows } = await tx.query<{ view: string }>(DEPENDING, [schema, relation]);
  return rows.map(({ view }) => view);
}

/** Throws RefusedError where a view of somebody's reads the tables themselves: it would go with them at a swap. */
export async function refuseViewsInTheWay(tx: PoolClient, schema: string): Promise<void> {
  const views = await depending(tx, schema);
  if (views.length === 0) return;
  throw new RefusedError(
    `${views.join(', ')} ${views.length === 1 ? 'reads' : 'read'} tables of ${schema}, which are replaced when it is filled ` +
      `anew. Make ${views.length === 1 ? 'it' : 'them'} read the views ${VIEWS}.${schema}_… instead, which stay.`,
  );
}

/**
 * A view of each table, `read_models.<schema>_<table>`. One that is there stays the same view, and what is built on it
 * stays; where the columns no longer fit it is made anew, if nothing is built on it. Throws RefusedError where something is.
 */
export async function showTables(tx: PoolClient, { schema }: Named): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(TABLES, [schema]);
  for (const { name: table } of rows) {
    const view = `${VIEWS}.${viewOf(schema, table)}`;
    const make = `create or replace view ${view} as select * from ${schema}.${table}`;
    await tx.query('savepoint show');
    try {
      await tx.query(make);
    } catch (error) {
      if ((error as { code?: string }).code !== INVALID_TABLE_DEFINITION) throw error;
      await tx.query('rollback to savepoint show');
      const built = [...(await depending(tx, VIEWS, viewOf(schema, table))), ...(await depending(tx, BI))];
      if (built.length > 0)
        throw new RefusedError(
          `${view} gets other columns in this version, and ${built.join(', ')} ${built.length === 1 ? 'is' : 'are'} built on it: ` +
            `drop ${built.length === 1 ? 'it' : 'them'}, start again, and make ${built.length === 1 ? 'it' : 'them'} anew.`,
          { cause: error },
        );
      await tx.query(`drop view ${view} cascade; ${make}`);
    }
    await tx.query(`release savepoint show; grant select on ${view} to demarche_reader, demarche_dashboard`);
  }
}

/** As `showTables`, where a database from before these views has none. */
export async function showMissing(pool: Pool, model: Named): Promise<void> {
  const { rows } = await pool.query<{ missing: boolean }>(
    `select exists (
      select from pg_tables where schemaname = $1 and to_regclass('${VIEWS}.' || $1 || '_' || tablename) is null) as missing`,
    [model.schema],
  );
  if (!rows[0]!.missing) return;
  await inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`read-model ${model.name}`]);
    await showTables(tx, model);
  });
}
