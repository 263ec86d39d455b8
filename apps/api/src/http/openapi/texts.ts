import type { z } from 'zod';
import {
  authorities,
  authority,
  day,
  designationId,
  isId,
  isSubjectId,
  listId,
  MAX_ID,
  MAX_LIST_ID,
  MAX_SUBJECT_ID,
  partialDate,
  printedDate,
  slug,
  webUrl,
} from '#domain';

const [MONTH, DAY] = ['(0[1-9]|1[0-2])', '(0[1-9]|[12]\\d|3[01])'];
const DATE = `\\d{4}(-${MONTH}(-${DAY})?)?`;

/** A day, a month or a year, or between two of them, the first left open where nothing is known of it. */
const EDTF = `^(${DATE}|\\[(${DATE})?\\.\\.${DATE}\\])$`;

/** Characters that may stand in an id. */
const ONE_LINE = '[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+';
const edtf = { format: 'edtf', maxLength: 25, pattern: EDTF };

/** What checks of ours, which JSON Schema cannot run, mean in its words. */
const TEXTS = new Map<unknown, object>([
  [day, { format: 'date', pattern: `^\\d{4}-${MONTH}-${DAY}$` }],
  [partialDate, edtf],
  [printedDate, edtf],
  [listId, { maxLength: MAX_LIST_ID }],
  [slug, { maxLength: MAX_ID }],
  [designationId, { maxLength: MAX_LIST_ID + 1 + MAX_ID, pattern: `^[a-z0-9]+(-[a-z0-9]+)*:${ONE_LINE}$` }],
  [authority, { enum: authorities }],
  [webUrl, { pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' }],
]);
const CHECKS = new Map<unknown, object>([
  [isId, { maxLength: MAX_ID, pattern: `^${ONE_LINE}$` }],
  [isSubjectId, { maxLength: MAX_SUBJECT_ID, pattern: `^${ONE_LINE}$` }],
]);

interface Checked {
  _zod: { def: { checks?: { _zod: { def: { fn?: unknown } } }[] }; parent?: unknown };
}

/** What a schema's own checks add to its JSON Schema. A description makes a copy of a schema: the first one is asked. */
export function textOf(schema: z.core.$ZodType): object | undefined {
  for (let each: unknown = schema; each !== undefined; each = (each as Checked)._zod.parent) {
    const known = TEXTS.get(each);
    if (known) return known;
  }
  const checks = (schema as Checked)._zod.def.checks ?? [];
  return checks.map(({ _zod }) => CHECKS.get(_zod.def.fn)).find((known) => known !== undefined);
}
