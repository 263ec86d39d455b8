import { readFile } from 'node:fs/promises';
import type { PoolClient } from 'pg';
import type { ReadModel } from './read-model.ts';
import { indexesOf } from './versions.ts';
import { refuseViewsInTheWay, showTables } from './views.ts';

/** Points the unqualified table names of `apply` at the read model's live tables, for this transaction. */
export const useSchema = (tx: PoolClient, schema: string) => tx.query(`set local search_path to ${schema}`);

/** The read model's tables, empty, in a schema that is made anew. */
export async function createSchema(tx: PoolClient, { tables }: ReadModel, schema: string): Promise<void> {
  await tx.query(
    `drop schema if exists ${schema} cascade; create schema ${schema}; set local search_path to ${schema}`,
  );
  await tx.query(await readFile(tables, 'utf8'));
  await tx.query(`
    grant usage on schema ${schema} to demarche_reader, demarche_dashboard;
    grant select on all tables in schema ${schema} to demarche_reader, demarche_dashboard`);
}

export async function createIndexes(tx: PoolClient, model: ReadModel, schema: string): Promise<void> {
  await useSchema(tx, schema);
  await tx.query(await indexesOf(model));
}

/** The new tables in the place of the live ones, and the views that people build on pointed at them. */
export async function swap(tx: PoolClient, model: ReadModel, next: string): Promise<void> {
  const { schema } = model;
  await refuseViewsInTheWay(tx, schema);
  await tx.query(`alter schema ${schema} rename to ${schema}__old; alter schema ${next} rename to ${schema}`);
  await showTables(tx, model);
  await tx.query(`drop schema ${schema}__old cascade`);
}
