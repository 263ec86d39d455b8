import { InputError, parseJson } from '#domain';
import { fieldOf, type Columns } from './columns.ts';
import { decoded } from './decoded.ts';
import { LONGEST_ROW, type Row, type Values } from './read-csv.ts';

/** Streams one customer per line, each a JSON object. Throws InputError, with the line, for what is none. */
export async function* readNdjsonRows(
  chunks: AsyncIterable<Uint8Array>,
  onColumns: (columns: Columns) => void,
): AsyncGenerator<Row> {
  const ignored = new Set<string>();
  let number = 0;
  let isEmpty = true;
  for await (const line of linesOf(decoded(chunks))) {
    number++;
    if (line.trim() === '') continue;
    isEmpty = false;
    yield { line: number, values: valuesOf(line, number, ignored) };
  }
  if (isEmpty) throw new InputError('The file is empty');
  onColumns({ fields: [], ignored: [...ignored] });
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let number = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      number++;
      yield line;
    }
    if (rest.length > LONGEST_ROW) throw new InputError(`line ${number + 1}: more than ${LONGEST_ROW} characters`);
  }
  if (rest !== '') yield rest;
}

function valuesOf(line: string, number: number, ignored: Set<string>): Values {
  const values: Values = {};
  for (const [member, given] of Object.entries(objectOf(line, number))) {
    const field = fieldOf(member);
    if (!field) {
      if (ignored.size < MOST_IGNORED) ignored.add(member);
      continue;
    }
    for (const each of [given].flat()) {
      if (each === null) continue;
      if (typeof each !== 'string')
        throw new InputError(`line ${number}: ${member} has to be a text, a number or several of them`);
      const text = each.trim();
      if (text !== '') (values[field] ??= []).push(text);
    }
  }
  return values;
}

/** Members that are told to be ignored: names are the file's own, and there may be any number. */
const MOST_IGNORED = 100;

/** Numbers as they are written: ids have more digits than a number of JavaScript. */
const asWritten = (_: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? context!.source : value;

function objectOf(line: string, number: number): object {
  let value: unknown;
  try {
    value = parseJson(line, asWritten);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`line ${number}: ${error.message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`line ${number}: it is no JSON object; write {"name": "…"}`);
  return value;
}
