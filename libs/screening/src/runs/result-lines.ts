import { listOf } from '#domain';
import { csvLine } from '#read-models';
import type { Hit, Screened } from './screen.ts';

const COLUMNS = [
  'id',
  'line',
  'name',
  'designation',
  'list',
  'caption',
  'status',
  'score',
  'match',
  'evidence',
  'missing',
  'explanation',
  'note',
];

/** The first line of a result. */
export const resultHeader = csvLine(COLUMNS);

/** The lines of one customer: one for each hit, or one that says that there is none. */
export function resultLines({ customer: { id, line, name, notes }, hits, total }: Screened): string {
  const told = total > hits.length ? [...notes, `${total - hits.length} more hits`] : notes;
  const note = told.join('; ');
  if (hits.length === 0) return csvLine([id, line, name, '', '', '', '', '', false, '', '', '', note]);
  return hits
    .map(({ designation, caption, status, possible, score, match, evidence, missing, explanation }) =>
      csvLine([
        id,
        line,
        name,
        designation,
        listOf(designation),
        caption,
        statusText({ status, possible }),
        scoreText(score),
        match,
        evidence,
        missing.join('; '),
        explanation ? inShort(explanation) : '',
        note,
      ]),
    )
    .join('');
}

/** How a hit stands on its list; of an uncertain one what it may be. */
export const statusText = ({ status, possible }: Pick<Hit, 'status' | 'possible'>): string =>
  possible.length > 0 ? `${status}: ${possible.join(' or ')}` : status;

/** Scores are told in thousandths. */
export const scoreText = (score: number): string => score.toFixed(3);

/** What a score was computed of, in one line. */
export function inShort({ aligned, leftOver, features }: NonNullable<Hit['explanation']>): string {
  return [
    ...aligned.map(({ query, candidate, kind }) => `${query} ~ ${candidate} (${kind})`),
    ...leftOver.map(({ token, role, side }) => `${token} (${role}, ${side})`),
    ...features.map(({ finding }) => finding),
  ].join('; ');
}
