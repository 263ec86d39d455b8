import type { Printed } from '#contract';
import { createHash } from 'node:crypto';
import { publicationKey } from '#domain';
import { publishedBytes, type Artefacts } from '../keeping/artefacts.ts';
import { catalogue } from '../catalogue.ts';
import { diffPublication } from '../comparing/differ.ts';
import type { KeepingLedger } from '../ingesting/ingest.ts';
import { defaultLimits } from '../limits.ts';
import type { ListSource } from '../list-source.ts';
import { contextOf, type ListState, type PastPublication } from '../comparing/list-state.ts';
import { createListStates } from '../comparing/list-states.ts';
import { mapRows } from '../mapping/map-rows.ts';
import { readPublication } from '../ingesting/read-publication.ts';
import { receive } from '../reading/receive.ts';

/** What is kept, and what of it is not as it was. */
export type ArtefactsReport = Printed['artefacts'];

export interface VerifyOptions {
  /** The number of publications of each list that are read again: the first, the last, and some between. */
  sample?: number;
  onProgress?: (done: { artefacts: number }) => void;
}

/** Whether every kept file still has its fingerprint, and whether a sample of them still reads as the log has it. */
export async function verifyArtefacts(
  { log, artefacts, states = createListStates(log), lists = catalogue }: KeepingLedger,
  { sample = 3, onProgress }: VerifyOptions = {},
): Promise<ArtefactsReport> {
  const report: ArtefactsReport = { artefacts: 0, bytes: 0, stored: 0, damaged: [], missing: [], reread: [] };
  const kept = new Set<string>();
  const damaged = new Set<string>();
  for await (const { sha256, bytes, stored } of artefacts.all()) {
    report.artefacts++;
    report.bytes += bytes;
    report.stored += stored;
    kept.add(sha256);
    const why = await damageOf(artefacts, sha256);
    if (why) {
      report.damaged.push({ sha256, why });
      damaged.add(sha256);
    }
    onProgress?.({ artefacts: report.artefacts });
  }
  for (const source of lists) {
    const { list } = source;
    const state = await states.load(list);
    for (const { sha256, publishedOn } of state.publications)
      if (!kept.has(sha256)) report.missing.push({ list, publishedOn, sha256 });
    const readable = decisive(state).filter(({ sha256 }) => kept.has(sha256) && !damaged.has(sha256));
    const chosen = evenly(readable, sample);
    for (const publication of chosen)
      report.reread.push(await reread({ source, state, publication, artefacts, lists }));
  }
  return report;
}

async function damageOf(artefacts: Artefacts, sha256: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of publishedBytes(artefacts, sha256)) hash.update(chunk);
  } catch (error) {
    return (error as Error).message;
  }
  const found = hash.digest('hex');
  return found === sha256 ? undefined : `Its bytes have the fingerprint ${found}`;
}

/** Of several publications of a day, which speak of the same, only the last says how the day ended. */
const decisive = ({ publications }: ListState): PastPublication[] =>
  publications.filter(
    ({ publishedOn, scope }, i) =>
      !scope?.named &&
      !publications.slice(i + 1).some((later) => later.publishedOn === publishedOn && !later.scope?.named),
  );

function evenly<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = (all.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => all[Math.round(i * step)]!);
}

async function reread({
  source,
  state,
  publication,
  artefacts,
  lists,
}: {
  source: ListSource;
  state: ListState;
  publication: PastPublication;
  artefacts: Artefacts;
  lists: readonly ListSource[];
}): Promise<ArtefactsReport['reread'][number]> {
  const { publishedOn, sha256, reader } = publication;
  const received = receive(publishedBytes(artefacts, sha256), defaultLimits);
  const { format, rows } = await readPublication(source, received, defaultLimits, lists);
  const key = publicationKey(publication);
  const others = { ...state, publications: state.publications.filter((each) => publicationKey(each) !== key) };
  const { entries, quarantined } = mapRows(format, rows, contextOf(others, publication));
  const { changes } = diffPublication({
    source,
    state: others,
    publication: { publication, format, entries, quarantined },
    observedAt: new Date().toISOString(),
  });
  const differing = changes.map(({ id }) => id);
  return { list: source.list, publishedOn, sha256, reader, by: format.reader, entries: rows.length, differing };
}
