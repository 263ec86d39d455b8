import type { ReadLimits } from '../list-source.ts';
import { piecesOf, strictDecoder } from './pieces.ts';
import { PublicationRejected, type RejectionCode } from './rejection.ts';

/** Of a member's name, what is compared with the pointer. */
const LONGEST_NAME = 300;
const FETCH_AGAIN = 'Fetch the file again';
const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON, NEW_LINE] = [...'"\\{}[],:\n'].map((mark) =>
  mark.charCodeAt(0),
) as [number, number, number, number, number, number, number, number, number];

export interface JsonRecord {
  text: string;
  /** The line it begins on. */
  line: number;
}

/**
 * Streams the records of JSON from bytes that nobody vouches for: the items of the list at `pointer` (a JSON pointer), or
 * without one those of the file's only list, or its values one behind the other, as in a file with one a line. Each is
 * given as its own text. Throws PublicationRejected; so it does where the file ends before its brackets are closed.
 */
export async function* readJsonRecords(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  { pointer = '', encoding = 'utf-8' }: { pointer?: string; encoding?: string } = {},
): AsyncGenerator<JsonRecord> {
  const cutter = createCutter(limits, pointer.split('/').slice(1).map(unescaped));
  const { decode } = strictDecoder(encoding, () =>
    reject('encoding', `It is not ${encoding.toUpperCase()}, or cut off in a character`),
  );
  for await (const piece of piecesOf(chunks, limits)) yield* cutter.take(decode(piece));
  yield* cutter.take(decode());
  yield* cutter.end();
}

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** Follows brackets and texts, no more: each record is parsed strictly by whoever gets it. */
function createCutter({ entry, depth }: ReadLimits, path: readonly string[]) {
  const open: number[] = [];
  /** The names on the way to where we are, as far as they lead to the list. */
  const names: (string | undefined)[] = [];
  let line = 1;
  let inText = false;
  let escaped = false;
  /** The text being read or read last, outside records: a name, where a colon follows. */
  let word = '';
  let found = false;
  /** How deep the brackets around a record are; null outside the list. */
  let listDepth: number | null = path.length === 0 ? 0 : null;
  let record: { pieces: string[]; length: number; line: number } | null = null;
  let piece = '';
  let at = 0;
  /** Where the part of the record in this piece begins. */
  let from = 0;
  let anything = false;
  /** In a list a comma comes before the next record; behind the whole comes nothing. */
  let needsComma = false;
  let ended = false;

  const isHere = () => names.length === path.length && names.every((name, i) => name === path[i]);

  function begin(code: number, i: number): void {
    // The list itself, where the file is one.
    if (code === OPEN_LIST && listDepth === 0 && !found) listDepth = 1;
    else {
      if (needsComma) reject('malformed-json', `At line ${line} a comma is missing between two records`);
      record = { pieces: [], length: 0, line };
      from = i;
    }
    found = true;
  }
  function keep(to: number): void {
    if (!record || to <= from) return;
    record.pieces.push(piece.slice(from, to));
    record.length += to - from;
    if (record.length > entry)
      reject('too-large', `The record at line ${record.line} has more than ${entry} characters, more than any entry`);
  }
  /** The record, where it ends before `to`; it does not inside its brackets. */
  function finish(to: number): JsonRecord | undefined {
    if (!record || open.length !== listDepth) return undefined;
    keep(to);
    const done = { text: record.pieces.join(''), line: record.line };
    record = null;
    needsComma = open.length > 0;
    return done;
  }

  function readText(code: number, i: number): JsonRecord | undefined {
    if (escaped) escaped = false;
    else if (code === BACKSLASH) escaped = true;
    else if (code === QUOTE) {
      inText = false;
      return finish(i + 1);
    } else if (code === NEW_LINE) line++;
    if (!record && word.length < LONGEST_NAME) word += piece[i]!;
    return undefined;
  }
  function readMark(code: number, i: number): JsonRecord | undefined {
    if (code === NEW_LINE) line++;
    if (isBlank(code)) return undefined;
    anything = true;
    if (ended) reject('malformed-json', `At line ${line} something stands behind its end`);
    if (!record && open.length === listDepth && !endsValue(code)) begin(code, i);
    if (code === QUOTE) {
      inText = true;
      word = '';
    } else if (code === OPEN || code === OPEN_LIST) openBracket(code);
    else if (code === CLOSE || code === CLOSE_LIST) return closeBracket(code, i);
    else if (code === COMMA && !record) needsComma = false;
    else if (code === COLON && listDepth === null && names.length > 0) names[names.length - 1] = word;
    return undefined;
  }
  function openBracket(code: number): void {
    open.push(code);
    if (open.length > depth + path.length) reject('too-deep', `At line ${line} it is nested more than ${depth} deep`);
    if (listDepth !== null) return;
    if (code === OPEN_LIST && isHere()) {
      listDepth = open.length;
      found = true;
    } else names.push(undefined);
  }
  function closeBracket(code: number, i: number): JsonRecord | undefined {
    if (open.pop() !== (code === CLOSE ? OPEN : OPEN_LIST))
      reject('malformed-json', `At line ${line} a bracket is closed that was not opened`);
    if (record) return finish(i + 1);
    if (listDepth === null) names.pop();
    else if (open.length < listDepth) listDepth = null;
    ended = open.length === 0 && listDepth === null;
    return undefined;
  }

  /** The next record that ends in this piece. */
  function next(): JsonRecord | undefined {
    for (let i = at; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      // A bare word or number ends before a comma or a bracket, which is then read again.
      const bare = !inText && endsValue(code) ? finish(i) : undefined;
      at = bare ? i : i + 1;
      const done = bare ?? (inText ? readText(code, i) : readMark(code, i));
      if (done) return done;
    }
    return undefined;
  }

  return {
    *take(text: string): Generator<JsonRecord> {
      piece = text;
      at = from = 0;
      for (let done = next(); done; done = next()) yield done;
      keep(text.length);
    },
    *end(): Generator<JsonRecord> {
      if (!anything) reject('empty', 'There is nothing in it');
      if (inText || open.length > 0)
        reject('malformed-json', `Line ${line} is the last, and a record or list is still open: it is cut off`);
      if (!found) reject('wrong-columns', `It has no list at /${path.join('/')}`);
      const last = finish(0);
      if (last) yield last;
    },
  };
}

const isBlank = (code: number) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
const endsValue = (code: number) => code === COMMA || code === CLOSE || code === CLOSE_LIST;

function reject(code: RejectionCode, what: string): never {
  throw new PublicationRejected(code, `${what}. ${FETCH_AGAIN}`);
}
