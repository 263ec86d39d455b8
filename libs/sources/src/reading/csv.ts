import { isAscii } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { MEMBER, sizeOf } from './budget.ts';
import type { ReadLimits } from '../list-source.ts';
import { piecesOf, strictDecoder } from './pieces.ts';
import { FETCH_AGAIN, PublicationRejected } from './rejection.ts';

export interface CsvOptions {
  /** A label of the WHATWG Encoding Standard. */
  encoding?: string;
  delimiter?: string;
}

/** DOS marked the end of a text so; some authorities still do. */
const END_OF_FILE = 0x1a;
const END_OF_FILE_MARK = String.fromCharCode(END_OF_FILE);

/**
 * Streams strict CSV (RFC 4180, `\n` allowed) from bytes that nobody vouches for. `onRow` gets each row's fields and the
 * line it begins on. Throws PublicationRejected with the line for stray quotes, NUL, another encoding, and rows that
 * are too long.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  { encoding = 'utf-8', delimiter = ',' }: CsvOptions,
  onRow: (fields: string[], line: number) => void,
): Promise<void> {
  let rows = 0;
  let line = 1;
  const parser = parse({
    bom: true,
    delimiter,
    max_record_size: limits.text,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    on_record: (fields: string[], { lines }: InfoRecord) => {
      if (++rows > limits.rows) throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} rows`);
      let bytes = MEMBER;
      for (const field of fields) if (field !== '') bytes += MEMBER + sizeOf(field);
      limits.keep(bytes, () => `line ${line}`);
      onRow(fields, line);
      line = lines + 1;
      return null;
    },
  });
  try {
    await pipeline(decoded(chunks, encoding, limits), parser, async (nothing: AsyncIterable<unknown>) => {
      for await (const _ of nothing);
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark that is never closed makes one row of all the rest.
    const code = error.code === 'CSV_MAX_RECORD_SIZE' ? 'too-large' : 'malformed-csv';
    const what =
      code === 'too-large'
        ? `A row has more than ${limits.text} characters, or a quotation mark is left open`
        : error.message;
    throw new PublicationRejected(
      code,
      `Damaged, at the row after line ${line - 1}: ${what.slice(0, 200)}. ${FETCH_AGAIN}`,
    );
  }
  if (rows === 0) throw new PublicationRejected('empty', `There is nothing in it. ${FETCH_AGAIN}`);
}

/**
 * Streams a table of which every row has a line of its own, and in which a quotation mark may stand unescaped inside a
 * field: only one before a delimiter or the end of the line closes it. `onRow` gets null for a line that makes no row.
 */
export async function readLooseCsv(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  onRow: (fields: string[] | null, line: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  const take = (line: string) => {
    if (++number > limits.rows) throw new PublicationRejected('too-many-rows', `It has more than ${limits.rows} rows`);
    if (line.trim() === '') return;
    const fields = looseFields(line.trimEnd());
    limits.keep(MEMBER * (fields?.length ?? 1) + sizeOf(line), () => `line ${number}`);
    onRow(fields, number);
  };
  for await (const bytes of decoded(chunks, 'utf-8', limits)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) take(line);
    if (rest.length > limits.text)
      throw new PublicationRejected(
        'too-large',
        `Line ${number + 1} has more than ${limits.text} characters. ${FETCH_AGAIN}`,
      );
  }
  if (rest !== '') take(rest);
}

function looseFields(line: string): string[] | null {
  const fields: string[] = [];
  for (let at = 0; ;) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      fields.push(line.slice(at, end < 0 ? undefined : end));
      if (end < 0) return fields;
      at = end + 1;
      continue;
    }
    const last = line.length - 1;
    let end = line.indexOf('"', at + 1);
    while (end >= 0 && end < last && line[end + 1] !== ',') {
      const isTwice = line[end + 1] === '"';
      // Twice is one of the field's own; at the end of the line the second one closes it all the same.
      end = isTwice && end + 1 === last ? last : line.indexOf('"', isTwice ? end + 2 : end + 1);
    }
    if (end < 0) return null;
    fields.push(line.slice(at + 1, end).replaceAll('""', '"'));
    if (end === last) return fields;
    at = end + 2;
  }
}

/** Encodings in which a byte below 0x80 may be half of a character, or begin another set of them. */
const NOT_ASCII = /^(utf-16|iso-2022)/;

/** The table in UTF-8, checked: in its encoding, without NUL, and with nothing after an end-of-file mark. */
async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  label: string,
  limits: ReadLimits,
): AsyncGenerator<Uint8Array> {
  const decoder = strictDecoder(
    label,
    () =>
      new PublicationRejected(
        'encoding',
        'It is not in the encoding of this list, or cut off in a character. Take the file as the authority serves it, unconverted',
      ),
  );
  const keepsAscii = !NOT_ASCII.test(decoder.encoding);
  let ended = false;
  /** The piece before may have ended inside a character. */
  let isBroken = false;
  for await (const piece of piecesOf(chunks, limits)) {
    // Most pieces are nothing but ASCII, which is the same in nearly every encoding.
    const isPlain = keepsAscii && isAscii(piece);
    const isAsItIs = isPlain && !isBroken;
    isBroken = !isPlain;
    const text = isAsItIs ? undefined : decoder.decode(piece);
    const has = (mark: number) =>
      text === undefined ? piece.includes(mark) : text.includes(String.fromCharCode(mark));
    if (has(0))
      throw new PublicationRejected('encoding', `It has a NUL: it is UTF-16, binary or damaged. ${FETCH_AGAIN}`);
    if (ended || has(END_OF_FILE)) {
      const all = text ?? Buffer.from(piece).toString('latin1');
      const end = ended ? -1 : all.indexOf(END_OF_FILE_MARK);
      if (/\S/.test(all.slice(end + 1)))
        throw new PublicationRejected(
          'malformed-csv',
          `An end-of-file mark (0x1A) stands before its end. ${FETCH_AGAIN}`,
        );
      if (!ended && end > 0) yield Buffer.from(all.slice(0, end));
      ended = true;
      continue;
    }
    yield text === undefined || decoder.encoding === 'utf-8' ? piece : Buffer.from(text);
  }
  decoder.decode();
}
