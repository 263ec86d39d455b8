import type { ReadLimits } from '../list-source.ts';
import { piecesOf, strictDecoder } from './pieces.ts';
import { PublicationRejected } from './rejection.ts';

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
  const { decode } = strictDecoder(
    encoding,
    () =>
      new PublicationRejected(
        'encoding',
        `It is not ${encoding.toUpperCase()}, or cut off in a character. ${FETCH_AGAIN}`,
      ),
  );
  for await (const piece of piecesOf(chunks, limits)) yield* cutter.take(decode(piece));
  yield* cutter.take(decode());
  yield* cutter.end();
}

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** Follows brackets and texts, no more: each record is parsed strictly by whoever gets it. */
function createCutter(limits: ReadLimits, path: readonly string[]) {
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
  let anything = false;
  /** In a list a comma comes before the next record; behind the whole comes nothing. */
  let needsComma = false;
  let ended = false;

  const reject = (code: 'malformed-json' | 'too-large' | 'too-deep' | 'wrong-columns', what: string): never => {
    throw new PublicationRejected(code, `${what}. ${FETCH_AGAIN}`);
  };
  const finish = (): JsonRecord => {
    const done = { text: record!.pieces.join(''), line: record!.line };
    record = null;
    needsComma = open.length > 0;
    return done;
  };
  const isHere = () => names.length === path.length && names.every((name, i) => name === path[i]);

  return {
    *take(text: string): Generator<JsonRecord> {
      /** Where the part of the record in this text begins. */
      let from = 0;
      const keep = (to: number) => {
        if (!record || to <= from) return;
        record.pieces.push(text.slice(from, to));
        record.length += to - from;
        if (record.length > limits.entry)
          reject(
            'too-large',
            `The record at line ${record.line} has more than ${limits.entry} characters, more than any entry`,
          );
      };
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (inText) {
          if (escaped) escaped = false;
          else if (code === BACKSLASH) escaped = true;
          else if (code === QUOTE) {
            inText = false;
            if (record && open.length === listDepth) {
              keep(i + 1);
              yield finish();
            }
          } else if (code === NEW_LINE) line++;
          if (!record && inText && word.length < 300) word += text[i]!;
          continue;
        }
        if (code === NEW_LINE) line++;
        const isBlank = code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
        if (!isBlank) anything = true;
        if (!isBlank && ended) reject('malformed-json', `At line ${line} something stands behind its end`);
        const isAtList = listDepth !== null && open.length === listDepth;
        if (isAtList && !record && !isBlank && code !== COMMA && code !== CLOSE_LIST && code !== CLOSE) {
          // The list itself, where the file is one.
          if (code === OPEN_LIST && listDepth === 0 && !found && path.length === 0) {
            open.push(code);
            listDepth = 1;
            found = true;
            continue;
          }
          if (needsComma) reject('malformed-json', `At line ${line} a comma is missing between two records`);
          found = true;
          record = { pieces: [], length: 0, line };
          from = i;
        }
        switch (code) {
          case QUOTE:
            inText = true;
            word = '';
            break;
          case OPEN:
          case OPEN_LIST:
            open.push(code);
            if (open.length > limits.depth + path.length)
              reject('too-deep', `At line ${line} it is nested more than ${limits.depth} deep`);
            if (!record && listDepth === null) {
              if (code === OPEN_LIST && isHere()) {
                listDepth = open.length;
                found = true;
              } else names.push(undefined);
            }
            break;
          case CLOSE:
          case CLOSE_LIST: {
            if (record && open.length === listDepth) {
              // A bare word or number ends where its list does.
              keep(i);
              yield finish();
            }
            if (open.pop() !== (code === CLOSE ? OPEN : OPEN_LIST))
              reject('malformed-json', `At line ${line} a bracket is closed that was not opened`);
            if (record && open.length === listDepth) {
              keep(i + 1);
              yield finish();
            } else if (!record && listDepth !== null && open.length < listDepth) listDepth = null;
            else if (!record && listDepth === null) names.pop();
            if (open.length === 0 && listDepth === null) ended = true;
            break;
          }
          case COLON:
            if (!record && listDepth === null && names.length > 0) names[names.length - 1] = word;
            break;
          case COMMA:
            if (record && open.length === listDepth) {
              keep(i);
              yield finish();
            }
            if (!record) needsComma = false;
            break;
        }
      }
      if (record) keep(text.length);
      else if (word.length >= 300) word = word.slice(0, 300);
    },
    *end(): Generator<JsonRecord> {
      if (!anything) throw new PublicationRejected('empty', `There is nothing in it. ${FETCH_AGAIN}`);
      if (inText || open.length > 0)
        reject('malformed-json', `Line ${line} is the last, and a record or list is still open: it is cut off`);
      if (record) yield finish();
      if (!found) reject('wrong-columns', `It has no list at /${path.join('/')}`);
    },
  };
}
