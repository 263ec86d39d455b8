import { designationStream, publicationKey } from '#domain';
import type { EventLog } from '#event-log';
import { readerName } from '../comparing/across-formats.ts';
import type { RereadRecord } from '../comparing/difference.ts';
import { EntryNotUnderstood, type Format, type RowContent } from '../list-source.ts';
import { type ListState } from '../comparing/list-state.ts';

const PAGE = 5_000;

/**
 * Gives what the present reader makes of the rows that an older version of it recorded, so that what is only reparsed is not
 * taken for the authority's change. Undefined if no older version has read anything, as after a reparse.
 */
export async function rereadRecords(
  log: EventLog,
  list: string,
  { publications }: ListState,
  format: Format,
): Promise<RereadRecord | undefined> {
  const older = new Set(
    publications
      .filter(({ reader }) => reader !== format.reader && readerName(reader) === readerName(format.reader))
      .map(publicationKey),
  );
  if (older.size === 0) return undefined;
  const rows = new Map<string, RowContent>();
  for (let page = await log.read({ list, after: 0, limit: PAGE }); page.length > 0;) {
    for (const { stream, data } of page) {
      const { sha256 = '', publishedOn = '' } = data.source;
      const key = publicationKey({ sha256, publishedOn });
      if ('row' in data && older.has(key)) rows.set(`${stream} ${key}`, data.row as RowContent);
    }
    page = await log.read({ list, after: page.at(-1)!.position, limit: PAGE });
  }
  return ({ id }, { publication, record }) => {
    const content = rows.get(`${designationStream(id)} ${publicationKey(publication)}`);
    if (!content || !record) return undefined;
    const { reference, sourceIds = {} } = record;
    const { publishedOn } = publication;
    try {
      return format.map({ reference, sourceIds, at: 'the log', content }, { publishedOn, known: () => record }).record;
    } catch (error) {
      if (error instanceof EntryNotUnderstood) return undefined;
      throw error;
    }
  };
}
