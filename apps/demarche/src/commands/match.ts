import type { Command } from 'commander';
import { matchBody, matchQuery, type AsOf, type MatchAnswer, type MatchExample, type Printed } from '#contract';
import { InputError, listOf, parsePartialDate } from '#domain';
import { checked } from '../terminal/parameters.ts';
import { printJson, printLine, say } from '../terminal/print.ts';
import { repeated } from '../terminal/repeated.ts';
import type { Context } from '../context.ts';

interface Options {
  schema?: string;
  birth?: string;
  country?: string[];
  number?: string[];
  dataset?: string[];
  on?: string;
  knownAt?: string;
  limit?: string;
  threshold?: string;
  scorer?: string;
  json?: true;
}
type Answered = MatchAnswer['responses'][string];
type Hit = Answered['results'][number];
/** How a hit stands on its list. */
type Standing = ReadonlyMap<string, { status: string; since: string | null }>;

const QUERY = 'query';
const CALLED = { name: '<name>', include_dataset: '--dataset', birthDate: '--birth', serialNumber: '--number' };

/** `match "name"`: who on the lists may be meant, and why. */
export function match(program: Command, { answering }: Context): void {
  program
    .command('match')
    .description('who on the lists may be meant by a name, with the reasons')
    .argument('<name>', 'in any script')
    .option('--schema <schema>', 'what it is, as Person, Company, Vessel; any party where left out')
    .option('--birth <date>', 'birth date, as 1971-03-04 or 1971')
    .option('--country <country>', 'nationality, residence or flag, as KZ or in words; may be repeated', repeated)
    .option('--number <number>', 'passport, tax, IMO or another number; may be repeated', repeated)
    .option('--dataset <dataset>', 'only these lists, as demarche_un_sc; may be repeated', repeated)
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--limit <number>', 'hits at most; 5 where left out')
    .option('--threshold <score>', 'the score from which it is a match; 0.7 where left out')
    .option('--scorer <version>', 'a version of the scorer; the current one where left out')
    .option('--json')
    .action(async (name: string, options: Options) => {
      const { dataset, on, knownAt, limit, threshold, scorer, json } = options;
      const asked = { on, knownAt, limit, threshold, scorer, include_dataset: dataset };
      const query = checked(matchQuery.safeParse(asked), CALLED);
      const example = exampleOf(name, options);
      await checkCountries(options);
      return answering({ on, knownAt }, async ({ readSide, asOf }) => {
        const { schemaOf } = await import('#exports');
        const { createNames, designationsByIds } = await import('#read-models');
        const { answerMatch, createEditions, listsLookedAt } = await import('#screening');
        const editions = createEditions(readSide);
        const side = { readSide, names: createNames(readSide.pool, schemaOf), editions };
        const answer = await answerMatch(side, asOf, query, { queries: { [QUERY]: example } }, 'demarche');
        if (json) return printJson<Printed['match']>(answer);
        const found = answer.responses[QUERY]!;
        const ids = found.results.map(({ designation }) => designation);
        const standing = new Map((await designationsByIds(readSide.pool, ids, asOf)).map((each) => [each.id, each]));
        print(name, found, standing);
        sayLookedAt(asOf, answer.scorer, await listsLookedAt(editions, asOf, query));
      });
    });
}

/** Who is looked for. Throws InputError for an empty name, or a birth date that is none or has not come. */
function exampleOf(name: string, { schema, birth, country = [], number = [] }: Options): MatchExample {
  if (!/[\p{L}\p{N}]/u.test(name)) throw new InputError('The name is empty; give letters or digits');
  if (birth !== undefined) checkBirth(birth);
  const properties = {
    name,
    ...(birth !== undefined && { birthDate: birth }),
    ...(country.length > 0 && { country }),
    // Of no particular kind, so that it is compared with numbers of every kind.
    ...(number.length > 0 && { serialNumber: number }),
  };
  return checked(matchBody.safeParse({ queries: { [QUERY]: { schema, properties } } }), CALLED).queries[QUERY]!;
}

/** Over REST a country that nobody knows is passed over; who types one here wants to know. */
async function checkCountries({ country = [] }: Options): Promise<void> {
  const { countryOf } = await import('#screening');
  for (const each of country)
    if (countryOf(each) === undefined) throw new InputError(`--country: ${each} is no country; write KZ or Kazakhstan`);
}

function checkBirth(birth: string): void {
  const days = parsePartialDate(birth);
  if (!days) throw new InputError(`--birth: ${birth} is no date; write 1971-03-04, 1971-03 or 1971`);
  const today = new Date().toISOString().slice(0, 10);
  if ((days.earliest ?? days.latest) > today) throw new InputError(`--birth: ${birth} has not come yet`);
}

function print(name: string, { results, total }: Answered, standing: Standing): void {
  if (results.length === 0) printLine(`Nothing found for ${name}.`);
  for (const [at, hit] of results.entries()) {
    if (at > 0) printLine('');
    printHit(hit, standing.get(hit.designation));
  }
  if (total.value > results.length) say(`\n${total.value - results.length} more are alike; --limit shows them.`);
}

function printHit(hit: Hit, stands: { status: string; since: string | null } | undefined): void {
  const { score, evidence, caption, designation, schema, missing, explanation } = hit;
  const since = stands?.since ? ` since ${stands.since}` : '';
  printLine(`${score.toFixed(3)}  ${hit.match ? 'match' : 'no match'}  ${caption}`);
  printLine(`  ${schema}, ${stands?.status ?? 'on record'} on ${listOf(designation)}${since}: ${designation}`);
  printLine(`  evidence: ${evidence} bits`);
  if (explanation) printReasons(explanation);
  if (missing.length > 0) printLine(`  would tell more: ${missing.join(', ')}`);
}

const SIDES = { query: 'of the name asked for', candidate: 'of the listed name' };
const ROLES = { omitted: 'the other lacks it', contradicting: 'the other has something else' };

function printReasons({ query, candidate, aligned, leftOver, features }: NonNullable<Hit['explanation']>): void {
  printLine(`  names compared: ${query} ~ ${candidate}`);
  for (const each of aligned)
    printLine(`    ${each.query} = ${each.candidate}: ${each.kind}, likeness ${(each.likeness / 1000).toFixed(3)}`);
  for (const { token, side, role } of leftOver) printLine(`    ${token} ${SIDES[side]}: ${role}, ${ROLES[role]}`);
  for (const { feature, finding, value, weight } of features)
    printLine(`  ${feature}: ${finding}${value * weight === 0 ? '' : `, ${signed(value * weight)}`}`);
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2)}`;

function sayLookedAt({ on, knownAt }: AsOf, scorer: string, lists: readonly string[]): void {
  const which = lists.length === 0 ? 'No list is known' : `Looked at ${lists.join(', ')}`;
  say(`\n${which}: ${on}, as known at ${knownAt}, by ${scorer}.`);
}
