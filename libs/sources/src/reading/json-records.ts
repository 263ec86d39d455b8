import type { ReadLimits } from '../list-source.ts';
import {
  CLOSE,
  CLOSE_LIST,
  closeBracket,
  isAtRecord,
  nameMember,
  nestingFor,
  OPEN,
  OPEN_LIST,
  openBracket,
  reject,
} from './json-nesting.ts';
import { piecesOf, strictDecoder } from './pieces.ts';

/** Of a member's name, what is compared with the pointer. */
const LONGEST_NAME = 300;
const [QUOTE, BACKSLASH, COMMA, COLON, NEW_LINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];

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
  const cutting = cuttingFor(limits, pointer.split('/').slice(1).map(unescaped));
  const { decode } = strictDecoder(encoding, () =>
    reject('encoding', `It is not ${encoding.toUpperCase()}, or cut off in a character`),
  );
  for await (const piece of piecesOf(chunks, limits)) yield* recordsIn(cutting, decode(piece));
  yield* recordsIn(cutting, decode());
  yield* lastRecord(cutting);
}

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** A record of which the end is not read yet. */
interface OpenRecord {
  parts: string[];
  length: number;
  line: number;
  /** Where its part of this piece begins. */
  from: number;
}

/** Records are cut out of pieces of text by their brackets, no more: whoever gets one parses it strictly. */
const cuttingFor = ({ entry, depth }: ReadLimits, path: readonly string[]) => ({
  nesting: nestingFor(path, depth),
  longest: entry,
  piece: '',
  /** Where reading goes on in the piece. */
  at: 0,
  line: 1,
  inText: false,
  escaped: false,
  /** The text being read or read last, outside records: a name, where a colon follows. */
  word: '',
  record: null as OpenRecord | null,
  /** In a list a comma comes before the next record; behind the whole comes nothing. */
  needsComma: false,
  begun: false,
  ended: false,
});
type Cutting = ReturnType<typeof cuttingFor>;

function* recordsIn(cutting: Cutting, piece: string): Generator<JsonRecord> {
  cutting.piece = piece;
  cutting.at = 0;
  for (let record = nextRecord(cutting); record; record = nextRecord(cutting)) yield record;
  if (!cutting.record) return;
  keepUpTo(cutting, cutting.record, piece.length);
  cutting.record.from = 0;
}

function* lastRecord(cutting: Cutting): Generator<JsonRecord> {
  const { nesting, line } = cutting;
  if (!cutting.begun) reject('empty', 'There is nothing in it');
  if (cutting.inText || nesting.open.length > 0)
    reject('malformed-json', `Line ${line} is the last, and a record or list is still open: it is cut off`);
  if (!nesting.found) reject('wrong-columns', `It has no list at /${nesting.path.join('/')}`);
  const last = finish(cutting, 0);
  if (last) yield last;
}

/** The next record that ends in this piece. */
function nextRecord(cutting: Cutting): JsonRecord | undefined {
  const { piece } = cutting;
  while (cutting.at < piece.length) {
    const done = cutting.inText ? readText(cutting) : readMark(cutting, piece.charCodeAt(cutting.at));
    if (done) return done;
  }
  return undefined;
}

/** Reads on to the end of a text, or of the piece. */
function readText(cutting: Cutting): JsonRecord | undefined {
  const { piece, at: start } = cutting;
  let { at, escaped, line } = cutting;
  let code = 0;
  for (; at < piece.length; at++) {
    code = piece.charCodeAt(at);
    if (escaped) escaped = false;
    else if (code === BACKSLASH) escaped = true;
    else if (code === QUOTE) break;
    else if (code === NEW_LINE) line++;
  }
  const isOver = at < piece.length;
  if (!cutting.record) cutting.word += piece.slice(start, Math.min(at, start + LONGEST_NAME - cutting.word.length));
  cutting.at = isOver ? at + 1 : at;
  cutting.escaped = escaped;
  cutting.line = line;
  cutting.inText = !isOver;
  return isOver ? finish(cutting, at + 1) : undefined;
}

function readMark(cutting: Cutting, code: number): JsonRecord | undefined {
  const { nesting } = cutting;
  // A bare word or number ends before a comma or a bracket, which is then read again.
  const bare = endsValue(code) ? finish(cutting, cutting.at) : undefined;
  if (bare) return bare;
  const at = cutting.at++;
  if (code === NEW_LINE) cutting.line++;
  if (isBlank(code)) return undefined;
  cutting.begun = true;
  if (cutting.ended) reject('malformed-json', `At line ${cutting.line} something stands behind its end`);
  if (!cutting.record && isAtRecord(nesting) && !endsValue(code)) begin(cutting, code, at);
  if (code === QUOTE) {
    cutting.inText = true;
    cutting.word = '';
  } else if (code === OPEN || code === OPEN_LIST) openBracket(nesting, code, cutting.line);
  else if (code === CLOSE || code === CLOSE_LIST) {
    closeBracket(nesting, code, cutting.line);
    if (cutting.record) return finish(cutting, at + 1);
    cutting.ended = nesting.open.length === 0 && nesting.listDepth === null;
  } else if (code === COMMA && !cutting.record) cutting.needsComma = false;
  else if (code === COLON) nameMember(nesting, cutting.word);
  return undefined;
}

function begin(cutting: Cutting, code: number, at: number): void {
  const { nesting, line } = cutting;
  // The list itself, where the file is one.
  if (code === OPEN_LIST && nesting.listDepth === 0 && !nesting.found) nesting.listDepth = 1;
  else {
    if (cutting.needsComma) reject('malformed-json', `At line ${line} a comma is missing between two records`);
    cutting.record = { parts: [], length: 0, line, from: at };
  }
  nesting.found = true;
}

/** The record, where it ends before `to`; it does not inside its brackets. */
function finish(cutting: Cutting, to: number): JsonRecord | undefined {
  const { record, nesting } = cutting;
  if (!record || !isAtRecord(nesting)) return undefined;
  keepUpTo(cutting, record, to);
  cutting.record = null;
  cutting.needsComma = nesting.open.length > 0;
  return { text: record.parts.join(''), line: record.line };
}

function keepUpTo({ piece, longest }: Cutting, record: OpenRecord, to: number): void {
  if (to <= record.from) return;
  record.parts.push(piece.slice(record.from, to));
  record.length += to - record.from;
  if (record.length > longest)
    reject('too-large', `The record at line ${record.line} has more than ${longest} characters, more than any entry`);
}

const isBlank = (code: number) => code === 0x20 || code === 0x09 || code === NEW_LINE || code === 0x0d;
const endsValue = (code: number) => code === COMMA || code === CLOSE || code === CLOSE_LIST;
