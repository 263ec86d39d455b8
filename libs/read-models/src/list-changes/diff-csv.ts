import { canonicalize } from '#domain';
import { csvLine } from '../csv.ts';
import type { DiffAnswer } from './diff.ts';

const HEADER = [
  ...['change', 'certain', 'list', 'id', 'reference', 'type', 'name', 'programs', 'field', 'old', 'new'],
  ...['effective', 'published_on', 'publications', 'events'],
];

/** A diff as CSV: a line per change, or per changed field. Values that are no text stand as JSON. */
export function diffCsv({ list, items }: Pick<DiffAnswer, 'list' | 'items'>): string {
  const lines = items.flatMap(({ change, certain, id, reference, subject, programs, status, fields, events }) => {
    const told = (tell: (event: (typeof events)[number]) => string | number | null) =>
      [...new Set(events.map(tell))].filter((each) => each !== null).join('; ');
    const about = [change, certain, list, id, reference, subject.type, subject.name, programs.join('; ')];
    const behind = [
      ...[told(({ effective }) => effective), told(({ publishedOn }) => publishedOn), told(({ sha256 }) => sha256)],
      told(({ position }) => position),
    ];
    const values = fields.map((field): [string, string, string] => [
      field.path,
      'old' in field ? textOf(field.old) : '',
      'value' in field ? textOf(field.value) : '',
    ]);
    const rows = values.length > 0 ? values : [['status', status.old, status.new]];
    return rows.map((row) => csvLine([...about, ...row, ...behind]));
  });
  return [csvLine(HEADER), ...lines].join('');
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : canonicalize(value));
