import type { Exported } from '../entities/entities.ts';
import type { ExportedPeriod } from '#read-models';
import { designationLine, designationsHead } from './designations.ts';
import { entitiesJson, nestedJson } from './entities.ts';
import { createNames } from './names.ts';
import { parquet } from './parquet.ts';
import { senzingJson } from './senzing.ts';
import { simple, simpleHead } from './simple.ts';
import { statements, statementsHead } from './statements.ts';

/** What a file is made of: the designations on record on the day, or all periods of all designations, some at a time. */
export interface Pages {
  onRecord(): AsyncIterable<readonly Exported[]>;
  periods(): AsyncIterable<readonly ExportedPeriod[]>;
}

export interface Format {
  type: string;
  title: string;
  pieces(pages: Pages, on: string): AsyncIterable<string | Uint8Array>;
}

/** A file of the designations on record: its head, and what each gives. `write` is made for each file anew. */
const ofEntities = (head: string, makeWrite: () => (exported: Exported) => string): Format['pieces'] =>
  async function* (pages) {
    const write = makeWrite();
    yield head;
    for await (const page of pages.onRecord()) yield page.map(write).join('');
  };

/** Every file of an export. */
export const FORMATS = {
  'entities.ftm.json': {
    type: 'application/json+ftm',
    title: 'FollowTheMoney entities',
    pieces: ofEntities('', () => entitiesJson),
  },
  'statements.csv': {
    type: 'text/csv',
    title: 'Each value with the event it comes from',
    pieces: ofEntities(statementsHead, () => statements),
  },
  'targets.simple.csv': {
    type: 'text/csv',
    title: 'Listed parties as a simple table',
    pieces: ofEntities(simpleHead, () => simple),
  },
  'targets.nested.json': {
    type: 'application/json',
    title: 'Listed parties, each with what belongs to it',
    pieces: ofEntities('', () => nestedJson),
  },
  'names.txt': { type: 'text/plain', title: 'Names of listed parties', pieces: ofEntities('', createNames) },
  'senzing.json': {
    type: 'application/json+senzing',
    title: 'Listed parties for Senzing',
    pieces: ofEntities('', () => senzingJson),
  },
  'designations.csv': {
    type: 'text/csv',
    title: 'Every period of every designation, with both times',
    async *pieces(pages, on) {
      yield designationsHead;
      for await (const page of pages.periods()) yield page.map((period) => designationLine(period, on)).join('');
    },
  },
  'designations.parquet': {
    type: 'application/vnd.apache.parquet',
    title: 'Every period of every designation, with both times, as Parquet',
    pieces: (pages, on) => parquet(pages.periods(), on),
  },
} as const satisfies Record<string, Format>;
export type ExportFile = keyof typeof FORMATS;
