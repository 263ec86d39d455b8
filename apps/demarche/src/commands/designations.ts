import { InvalidArgumentError, Option, type Command } from 'commander';
import { csvLine, STATUSES, type DesignationsAnswer, type Printed } from '#contract';
import { authority, InputError, NotFoundError, type Status } from '#domain';
import { printExplanation } from '../terminal/explanation.ts';
import { printJson, printTable, say } from '../terminal/print.ts';
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
        await print(
          options.explain ? await withExplanations(readSide, answer) : answer,
          options.json ? 'json' : options.format,
        );
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

async function print(answer: DesignationsAnswer, format: Options['format']): Promise<void> {
  switch (format) {
    case 'json':
      return printJson<Printed['designations']>(answer);
    case 'csv':
      return printCsv(answer);
    case 'ftm':
      return printFollowTheMoney(answer);
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
function printCsv({ items }: DesignationsAnswer): void {
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

const SCHEMATA = { person: 'Person', organization: 'Organization', vessel: 'Vessel', aircraft: 'Airplane' } as const;

/** FollowTheMoney entities, one JSON object a line: the party, and its Sanction. */
function printFollowTheMoney({ items }: DesignationsAnswer): void {
  for (const { id, reference, authority: country, programs, status, since, until, subject } of items) {
    const days = (edtf: string | null) => (edtf && /^\d{4}(-\d{2}){0,2}$/.test(edtf) ? [edtf] : []);
    printJson({
      id,
      schema: SCHEMATA[subject.type],
      properties: {
        name: [subject.name],
        alias: subject.aliases.map(({ name }) => name),
        ...(subject.nationalities ? { nationality: subject.nationalities } : {}),
        topics: ['sanction'],
      },
    });
    printJson({
      id: `${id}-sanction`,
      schema: 'Sanction',
      properties: {
        entity: [id],
        country: [country.toLowerCase()],
        authorityId: [reference],
        program: programs,
        status: [status],
        startDate: days(since),
        endDate: days(until),
      },
    });
  }
}
