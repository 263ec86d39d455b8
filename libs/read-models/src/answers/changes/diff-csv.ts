import type { DiffItem } from '#contract';
import { canonicalize } from '#domain';
import { csvLine } from '../csv.ts';

const HEADER = [
  'change',
  'certain',
  'list',
  'id',
  'reference',
  'type',
  'name',
  'programs',
  'field',
  'old',
  'new',
  'effective',
  'published_on',
  'publications',
  'events',
];

/** A diff as CSV, a piece at a time: a line per change, or per changed field. Values that are no text stand as JSON. */
export async function* diffCsv(list: string, pages: AsyncIterable<readonly DiffItem[]>): AsyncGenerator<string> {
  yield csvLine(HEADER);
  for await (const items of pages) yield items.flatMap((item) => linesOf(list, item)).join('');
}

function linesOf(
  list: string,
  { change, certain, id, reference, subject, programs, status, fields, events }: DiffItem,
) {
  const told = (tell: (event: (typeof events)[number]) => string | number | null) =>
    [...new Set(events.map(tell))].filter((each) => each !== null).join('; ');
  const about = [change, certain, list, id, reference, subject.type, subject.name, programs.join('; ')];
  const behind = [
    told(({ effective }) => effective),
    told(({ publishedOn }) => publishedOn),
    told(({ sha256 }) => sha256),
    told(({ position }) => position),
  ];
  const values = fields.map((field): [string, string, string] => [
    field.path,
    'old' in field ? textOf(field.old) : '',
    'value' in field ? textOf(field.value) : '',
  ]);
  const rows = values.length > 0 ? values : [['status', status.old, status.new]];
  return rows.map((row) => csvLine([...about, ...row, ...behind]));
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : canonicalize(value));
