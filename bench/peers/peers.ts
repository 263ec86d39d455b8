import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { onServer } from '#database';

// Benchmarks run in the project's folder.
const FOLDER = resolve('bench/peers');

/** Installs the peers as their lock file has them, where that was not done yet. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER });
}

/** A peer's module; the caller says as much of its type as it uses. */
export const loadPeer = <Module>(name: string): Module => createRequire(join(FOLDER, 'package.json'))(name) as Module;

// In the order of message-db's own install.sh; it wants pgcrypto for a function PostgreSQL 13 and later have built in.
const MESSAGE_DB = [
  'schema/message-store',
  'tables/messages',
  'types/message',
  'functions/message-store-version',
  'functions/hash-64',
  'functions/acquire-lock',
  'functions/category',
  'functions/is-category',
  'functions/id',
  'functions/cardinal-id',
  'functions/stream-version',
  'functions/write-message',
  'functions/get-stream-messages',
  'functions/get-category-messages',
  'functions/get-last-stream-message',
  'indexes/messages-id',
  'indexes/messages-stream',
  'indexes/messages-category',
];

/** Installs message-db's SQL in a database; connections find it by the search path. */
export async function installMessageDb(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(url, `alter database ${name} set search_path to message_store, public`);
  for (const file of MESSAGE_DB)
    await onServer(
      url,
      await readFile(join(FOLDER, 'node_modules/@eventide/message-db/database', `${file}.sql`), 'utf8'),
    );
}
