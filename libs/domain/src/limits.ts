import { InputError } from './errors.ts';

// What every value has to keep to that somebody sends, so that all can read it again: PostgreSQL, our answers, a stream
// on Kafka, the JSON parsers of other languages. Each bound is said here once; requests and the log's door both ask it.

/** Levels of objects and lists in one another, the outermost included. Python's and jq's parsers end far above. */
export const MAX_DEPTH = 64;

/** Characters of an id: of a reference, a designation, a subject. */
export const MAX_ID = 400;

/** Of a list's id: with a reference of `MAX_ID` it still names a stream. */
export const MAX_LIST_ID = 80;

/** Of a subject's id. */
export const MAX_SUBJECT_ID = MAX_LIST_ID + 1 + MAX_ID;

/** Of a JSON pointer: its characters, and the names in it. */
export const MAX_POINTER = 1_000;
export const MAX_SEGMENTS = 20;

/** Operations of a patch, and members of a correction. */
export const MAX_CHANGES = 200;
export const isShortList = (changes: readonly unknown[]): boolean => changes.length <= MAX_CHANGES;
export const CHANGES_RULE = `At most ${MAX_CHANGES} changes at once`;

/** The longest an authority may say that it waits between two audits: fifty years. */
export const MAX_REVIEW_MONTHS = 600;

/**
 * The first and the last day that a fact may have. The day before and the day after have to be days too, for the ends of
 * ranges; the year after the last, for what is due after it.
 */
export const FIRST_DAY = '0001-01-02';
export const LAST_DAY = '9998-12-31';

/** Control characters, and the line breaks of Unicode: nobody can type them, and they end a line of every log and table. */

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

export const isOneLine = (text: string): boolean => !UNSEEN.test(text);

/** Whether a text can be an id: in any script, at most `MAX_ID` characters, on one line. */
export const isId = (text: string): boolean =>
  text.length > 0 && text.length <= MAX_ID && isOneLine(text) && text.isWellFormed();

export const ID_RULE = `An id has 1 to ${MAX_ID} characters, without line breaks or control characters`;

/** Whether a text can be a subject's id, which may be that of any designation. */
export const isSubjectId = (text: string): boolean =>
  text.length > 0 && text.length <= MAX_SUBJECT_ID && isOneLine(text) && text.isWellFormed();

export const SUBJECT_ID_RULE = `A subject id has 1 to ${MAX_SUBJECT_ID} characters, without line breaks or control characters`;

/** Whether a JSON pointer is short enough to be walked, and names nothing that JSON may not. Names are counted by their slashes. */
export function isShortPointer(path: string): boolean {
  if (path.length > MAX_POINTER || /\/__proto__(\/|$)/.test(path)) return false;
  let segments = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) segments++;
  return segments <= MAX_SEGMENTS;
}

export const POINTER_RULE = `A pointer has at most ${MAX_POINTER} characters and ${MAX_SEGMENTS} names, none of them __proto__`;

/** Throws InputError where objects and lists stand in one another deeper than `MAX_DEPTH`. Goes no deeper itself. */
export function refuseDepth(value: unknown, pointer = ''): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_DEPTH) throw new InputError(`It is nested deeper than ${MAX_DEPTH} levels`, pointer);
    const next: unknown[] = [];
    for (const each of level)
      if (typeof each === 'object' && each !== null)
        for (const inner of Object.values(each)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    level = next;
  }
}
