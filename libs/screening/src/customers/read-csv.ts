import { Readable } from 'node:stream';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { InputError } from '#domain';
import { columnsOf, type Columns, type Field } from './columns.ts';
import { decoded } from './decoded.ts';

/** What a row says, by field. */
export type Values = Partial<Record<Field, string[]>>;

/** A row of a file of customers, and the line on which it begins. */
export interface Row {
  line: number;
  values: Values;
}

/** Characters of one row. A quotation mark that is left open makes one row of all the rest. */
export const LONGEST_ROW = 100_000;
const DELIMITERS = [',', ';', '\t'];
const TWICE = 'the columns are named a second time; one file has them once, in its first line';

/**
 * Streams the rows of CSV (RFC 4180) whose first line names the columns; `onColumns` is told which they are. Semicolons or
 * tabs may stand for commas. Throws InputError, with the line, for quotation marks astray, rows of another length, and a
 * first line that comes again, as in files put one behind another.
 */
export async function* readCsvRows(
  chunks: AsyncIterable<Uint8Array>,
  onColumns: (columns: Columns) => void,
): AsyncGenerator<Row> {
  const { delimiter, text } = await withDelimiter(decoded(chunks));
  const parser = parse({
    delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: '\n',
    relax_column_count: true,
  });
  let columns: Columns | undefined;
  let header = '';
  let line = 1;
  try {
    for await (const { record, info } of Readable.from(text).compose(parser) as AsyncIterable<Parsed>) {
      const begins = line;
      line = info.lines + 1;
      if (record.length === 1 && record[0]!.trim() === '') continue;
      if (!columns) {
        onColumns((columns = columnsOf(record)));
        header = record.join('\0');
      } else if (record.join('\0') === header) throw new InputError(`line ${begins}: ${TWICE}`);
      else yield { line: begins, values: valuesOf(columns, record, begins) };
    }
  } catch (error) {
    throw error instanceof CsvError ? damaged(error, line) : error;
  }
  if (!columns) throw new InputError('The file is empty; its first line has to name the columns');
}

interface Parsed {
  record: string[];
  info: InfoRecord;
}

/** The mark that separates cells, by the first line, and the text from its beginning. */
async function withDelimiter(pieces: AsyncGenerator<string>) {
  let first = '';
  while (!first.includes('\n') && first.length < LONGEST_ROW) {
    const next = await pieces.next();
    if (next.done) break;
    first += next.value;
  }
  // What stands in quotation marks is text.
  const header = first.replace(/"[^"]*"/g, '').split('\n', 1)[0]!;
  const delimiter = DELIMITERS.find((mark) => header.includes(mark)) ?? ',';
  async function* text() {
    if (first !== '') yield first;
    yield* pieces;
  }
  return { delimiter, text: text() };
}

function valuesOf({ fields }: Columns, cells: readonly string[], line: number): Values {
  if (cells.length !== fields.length)
    throw new InputError(`line ${line}: it has ${cells.length} cells, and the first line ${fields.length}`);
  const values: Values = {};
  for (const [at, field] of fields.entries()) {
    const cell = cells[at]!.trim();
    if (field && cell !== '') (values[field] ??= []).push(cell);
  }
  return values;
}

function damaged({ code }: CsvError, line: number): InputError {
  const what =
    code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED'
      ? `a row of more than ${LONGEST_ROW} characters, or a quotation mark that is left open`
      : 'a quotation mark astray: inside a cell it is written twice, and the cell stands in quotation marks';
  return new InputError(`line ${line}: ${what}`);
}
