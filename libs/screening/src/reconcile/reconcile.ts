import { matchQuery, type AsOf, type MatchExample, type ReconcileQuery, type Reconciliation } from '#contract';
import { answerMatch, type MatchSide } from '../match.ts';
import { descriptionOf, typeOf } from './words.ts';

const PERCENT = 100;

/** Candidates for each name, as `match` finds them, the likeliest first. Throws NotFoundError for a dataset that there is not. */
export async function answerReconcile(
  side: MatchSide,
  asOf: AsOf,
  queries: Record<string, ReconcileQuery>,
  dataset: string,
): Promise<Reconciliation> {
  const asked = Object.entries(queries);
  if (asked.length === 0) return {};
  const limit = Math.max(...asked.map(([, each]) => each.limit));
  const query = matchQuery.parse({ limit: String(limit), explanations: 'false' });
  const examples = Object.fromEntries(asked.map(([key, each]) => [key, exampleOf(each)]));
  const { responses } = await answerMatch(side, asOf, query, { queries: examples }, dataset);
  return Object.fromEntries(
    asked.map(([key, each]) => [
      key,
      {
        result: responses[key]!.results.slice(0, each.limit).map((result) => ({
          id: result.id,
          name: result.caption,
          description: descriptionOf(result),
          type: [typeOf(result.schema)],
          score: Math.round(result.score * PERCENT * PERCENT) / PERCENT,
          match: result.match,
          features: Object.entries(result.features).map(([id, value]) => ({ id, value })),
        })),
      },
    ]),
  );
}

/** A query of this protocol as an entity that is looked for; of several types it may be anything. */
function exampleOf({ query, type = 'Thing', properties }: ReconcileQuery): MatchExample {
  const types = [type].flat();
  const told: Record<string, string[]> = {};
  if (query !== undefined) told.name = [query];
  for (const { pid, v } of properties) (told[pid] ??= []).push(...[v].flat().map(textOf));
  return { schema: types.length === 1 ? types[0]! : 'Thing', properties: told };
}

type Value = Extract<ReconcileQuery['properties'][number]['v'], unknown[]>[number];
const textOf = (value: Value): string => (typeof value === 'object' ? (value.name ?? value.id) : String(value));
