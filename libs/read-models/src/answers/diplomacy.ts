import type { Pool } from 'pg';
import type { AsOf, DiplomacyAnswer, Post } from '#contract';
import { controlOn, envoysOn, recognitionsOn, type EnvoyOn, type Known, type PostReport } from '#domain';
import { governmentReports, postReports, type DiplomacyQuestion } from '../models/diplomacy/queries.ts';
import type { ReadSide } from './as-of.ts';

/** Who has which envoy where on a day, as known at a position; and who recognises whom. */
export async function answerDiplomacy(
  { pool }: Pick<ReadSide, 'pool'>,
  asOf: AsOf,
  { sending, receiving }: DiplomacyQuestion,
): Promise<DiplomacyAnswer> {
  const { on, knownAt } = asOf;
  const reports = await postReports(pool, { sending, receiving }, knownAt);
  const posts = Map.groupBy(reports, ({ data }) => `${data.sending}:${data.receiving}:${data.role}`);
  const items = [...posts].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([post, own]) => itemsOf(post, own, on));
  const places = [sending, receiving, ...items.flatMap((item) => [item.sending, item.receiving])];
  return {
    ...asOf,
    items,
    ...(await governmentsOf(
      pool,
      asOf,
      [...new Set(places)].filter((place) => place !== undefined),
    )),
  };
}

function itemsOf(post: string, reports: readonly Known<PostReport>[], on: string): Post[] {
  const { sending, receiving, role } = reports[0]!.data;
  const about = { post, sending, receiving, role };
  const envoys = envoysOn(reports, on);
  const present = envoys.filter(({ status }) => status === 'in-post' || status === 'uncertain');
  const before = (holder: EnvoyOn) =>
    envoys.find(({ name }) => name === holder.predecessor) ?? envoys[envoys.indexOf(holder) - 1] ?? null;
  if (present.length > 0)
    return present.map((holder) => ({
      ...about,
      status: holder.status as 'in-post' | 'uncertain',
      holder,
      predecessor: before(holder),
      vacantSince: null,
    }));
  const last = envoys.filter(({ status }) => status === 'departed').at(-1) ?? null;
  return [{ ...about, status: 'vacant', holder: null, predecessor: last, vacantSince: last?.departed ?? null }];
}

async function governmentsOf(pool: Pool, { on, knownAt }: AsOf, territories: readonly string[]) {
  const reports = await governmentReports(pool, territories, knownAt);
  const byTerritory = [...Map.groupBy(reports, ({ data }) => data.territory)];
  return {
    recognition: byTerritory.flatMap(([, own]) => recognitionsOn(own, on)),
    control: byTerritory.flatMap(([territory, own]) => {
      const control = controlOn(own, on);
      return control ? [{ territory, ...control }] : [];
    }),
  };
}
