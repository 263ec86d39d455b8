import { InvalidArgumentError, Option, type Command } from 'commander';
import { STATUSES, type AsOf, type DesignationsAnswer, type Printed } from '#contract';
import { authority, InputError, NotFoundError, type Status } from '#domain';
import type { ReadSide } from '#read-models';
import { printExplanation } from '../terminal/explanation.ts';
import { printJson, printPiece, printTable, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  on?: string;
  knownAt?: string;
  status?: Status[];
  list?: string;
  program?: string;
  explain?: true;
  format: 'json' | 'csv' | 'ftm' | 'table';
  json?: true;
}

/** `designations <country|list>`: what stands on a country's lists, or one list. */
export function designations(program: Command, { answering }: Context): void {
  program
    .command('designations')
    .description('what stands on a country’s lists, or on one list')
    .argument('<country|list>', 'a country code (KZ, UN) or a list (un-sc)')
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--status <statuses>', `several joined by commas, or all: ${STATUSES.join(', ')}`, parseStatuses)
    .option('--list <list>', 'one list of the country')
    .option('--program <program>', 'one programme')
    .option('--explain', 'name the events that decide, those set aside, and why')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['table', 'json', 'csv', 'ftm']).default('table'),
    )
    .option('--json', 'the same as --format json')
    .action((place: string, options: Options) =>
      answering(options, async ({ readSide, asOf }) => {
        const { answerAllDesignations, withExplanations } = await import('#read-models');
        const { list, program: programName, status: statuses } = options;
        const scope = authority.safeParse(place).success ? { authority: place, list } : scopeOfList(place, list);
        const answer = await answerAllDesignations(readSide, asOf, { ...scope, program: programName, statuses });
        if (!answer) throw new NotFoundError(`Nothing is recorded of ${place}`);
        const format = options.json ? 'json' : options.format;
        if (format === 'ftm') return printFollowTheMoney(readSide, asOf, answer);
        await print(options.explain ? await withExplanations(readSide, answer) : answer, format);
      }),
    );
}

function scopeOfList(place: string, list: string | undefined) {
  if (list !== undefined && list !== place) throw new InputError('--list goes with a country, not with a list');
  return { list: place };
}

function parseStatuses(text: string): Status[] {
  if (text === 'all') return [...STATUSES];
  return text.split(',').map((each) => {
    const status = STATUSES.find((known) => known === each);
    if (!status) throw new InvalidArgumentError(`There are ${STATUSES.join(', ')}, and all.`);
    return status;
  });
}

async function print(answer: DesignationsAnswer, format: Exclude<Options['format'], 'ftm'>): Promise<void> {
  switch (format) {
    case 'json':
      return printJson<Printed['designations']>(answer);
    case 'csv':
      return printCsv(answer);
    case 'table':
      return printReadable(answer);
  }
}

function printReadable({ items, on, knownAt, coverage }: DesignationsAnswer): void {
  printTable(
    ['STATUS', 'SINCE', 'UNTIL', 'NAME', 'PROGRAMS', 'ID'],
    items.map(({ status, since, until, subject, programs, id }) => [
      status,
      since ?? '',
      until ?? '',
      subject.name,
      programs.join(', '),
      id,
    ]),
  );
  for (const { id, explanation } of items) if (explanation) printExplanation(id, explanation);
  const span = coverage.from ? `${coverage.from} to ${coverage.to}` : 'no publication held';
  say(
    `\n${items.length} on ${on}, as known at ${knownAt}. Coverage: ${span}${coverage.complete ? '' : ' — not complete for this day'}.`,
  );
}

const COLUMNS = [
  'id',
  'list',
  'reference',
  'status',
  'since',
  'until',
  'type',
  'name',
  'aliases',
  'programs',
  'lastEvent',
];

/** RFC 4180, with a header; several values in a cell are joined by `; `. */
async function printCsv({ items }: DesignationsAnswer): Promise<void> {
  const { csvLine } = await import('#read-models');
  process.stdout.write(csvLine(COLUMNS));
  for (const { id, list, reference, status, since, until, subject, programs, lastEvent } of items)
    process.stdout.write(
      csvLine([
        id,
        list,
        reference,
        status,
        since,
        until,
        subject.type,
        subject.name,
        subject.aliases.map(({ name }) => name).join('; '),
        programs.join('; '),
        lastEvent,
      ]),
    );
}

/** The entities that `entities.ftm.json` has of them, one JSON object a line. */
async function printFollowTheMoney(readSide: ReadSide, asOf: AsOf, { items }: DesignationsAnswer): Promise<void> {
  const { entitiesJson, exportedOnDay } = await import('#exports');
  const ids = items.map(({ id }) => id);
  for await (const exported of exportedOnDay(readSide, asOf, ids)) await printPiece(entitiesJson(exported));
}
