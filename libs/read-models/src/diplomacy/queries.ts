import type { Pool } from 'pg';
import {
  controlOn,
  envoysOn,
  recognitionsOn,
  type ControlOn,
  type EnvoyOn,
  type GovernmentReport,
  type Known,
  type PostReport,
  type RecognitionOn,
} from '#domain';
import type { AnswerSources, AsOf } from '../answers.ts';

/** A post on a day: one item for each envoy in it, or one that says it is vacant. */
export interface PostItem {
  /** `<sending>:<receiving>:<role>` */
  post: string;
  sending: string;
  receiving: string;
  role: string;
  status: 'in-post' | 'uncertain' | 'vacant';
  /** Null where the post is vacant. */
  holder: EnvoyOn | null;
  /** Who was there before, as far as is told. */
  predecessor: EnvoyOn | null;
  /** EDTF; where the post is vacant and somebody left it. */
  vacantSince: string | null;
}

export interface DiplomacyAnswer extends AsOf {
  items: PostItem[];
  /** What the sending side recognises of the receiving, and the other way round; for every territory that was asked about. */
  recognition: RecognitionOn[];
  control: (ControlOn & { territory: string })[];
}

export interface DiplomacyQuestion {
  sending?: string;
  receiving?: string;
}

const ACTS = `
  select event as id, position, type, data from diplomacy.act
  where known @> $3::bigint and territory is null
    and ($1::text is null or sending = $1) and ($2::text is null or receiving = $2) order by position`;

const TERRITORIES = `
  select event as id, position, type, data from diplomacy.act
  where known @> $2::bigint and territory = any($1) order by position`;

/** Who has which envoy where on a day, as known at a position; and who recognises whom. */
export async function answerDiplomacy(
  { pool }: Pick<AnswerSources, 'pool'>,
  asOf: AsOf,
  { sending, receiving }: DiplomacyQuestion,
): Promise<DiplomacyAnswer> {
  const { on, knownAt } = asOf;
  const { rows } = await pool.query<Known<PostReport>>(ACTS, [sending ?? null, receiving ?? null, knownAt]);
  const posts = Map.groupBy(rows, ({ data }) => `${data.sending}:${data.receiving}:${data.role}`);
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

function itemsOf(post: string, reports: readonly Known<PostReport>[], on: string): PostItem[] {
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
  const { rows } = await pool.query<Known<GovernmentReport>>(TERRITORIES, [territories, knownAt]);
  const byTerritory = [...Map.groupBy(rows, ({ data }) => data.territory)];
  return {
    recognition: byTerritory.flatMap(([, own]) => recognitionsOn(own, on)),
    control: byTerritory.flatMap(([territory, own]) => {
      const control = controlOn(own, on);
      return control ? [{ territory, ...control }] : [];
    }),
  };
}
