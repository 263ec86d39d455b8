import { applyPatch, canonicalize, diffRecords, getAt, type DesignationRecord, type PatchOperation } from '#domain';
import {
  EntryNotUnderstood,
  type MappedEntry,
  type RowContent,
  type RowContext,
  type RowValue,
  type SourceRow,
} from '../../list-source.ts';
import { text } from '../../mapping/parts.ts';
import { checked, readEntity } from './map-enhanced.ts';
import { isOn } from './read-enhanced.ts';
import type { OfacList } from './which-list.ts';

/**
 * One entity of a delta file. Added and removed ones come whole; of a changed one come the children that were added,
 * deleted or updated, which are applied to the record as it is known.
 */
export function mapDelta(row: SourceRow, context: RowContext, list: OfacList): MappedEntry {
  const { content, reference } = row;
  const known = context.known(reference);
  const { publishedOn: day } = context;
  const about = { updatedOn: [day], row };
  const action = text(content, '@action');
  const [was, is] = [side(content, 'before'), side(content, 'after')];
  const before = readEntity({ content: was, reference }, list);
  const after = readEntity({ content: is, reference }, list);
  const { unread } = after;
  // What is taken from this list may stand on another one of OFAC's.
  switch (isOn(was, list) === true && isOn(is, list) !== true ? 'remove' : action) {
    case 'add':
      return {
        ...about,
        unread,
        record: checked({ ...after.record, listedOn: after.record.listedOn ?? day }, content),
      };
    case 'remove':
    case 'delete':
      return { ...about, unread, record: { ...(known ?? checked(before.record, content)), delistedOn: day } };
    default: {
      if (!known) throw new EntryNotUnderstood('It was changed, but never seen. Ingest a whole file of before first');
      const changes = diffRecords(before.record, after.record).map((change) => inKnown(change, known, unread));
      // What is changed stands, whatever an earlier delta said of its end.
      const { delistedOn: _, ...standing } = known;
      return { ...about, unread, record: applyPatch(standing, changes.flat()) };
    }
  }
}

/** A change between the two sides as a change of the known record, of which the delta shows only a part. */
function inKnown(change: PatchOperation, known: DesignationRecord, unread: string[]): PatchOperation[] {
  const { path } = change;
  const was = change.op === 'add' ? undefined : change.old;
  const is = change.op === 'remove' ? undefined : change.value;
  if (!Array.isArray(was ?? is)) return is === undefined || is === '' ? [] : [{ op: 'add', path, value: is }];
  const key = (item: unknown) => canonicalize(item);
  const [old, next] = [(was ?? []) as unknown[], (is ?? []) as unknown[]];
  const gone = new Set(old.map(key).filter((item) => !next.map(key).includes(item)));
  const printed = getAt(known, path);
  const present = Array.isArray(printed) ? (printed as unknown[]) : [];
  const kept = present.filter((item) => !gone.has(key(item)));
  if (present.length - kept.length < gone.size) unread.push(`delta: what was deleted from ${path} was not known`);
  const keys = new Set(kept.map(key));
  const value = [...kept, ...next.filter((item) => !keys.has(key(item)))];
  return [
    value.length > 0 || path === '/subject/aliases'
      ? { op: 'add', path, value: value as never }
      : { op: 'remove', path, old: present as never },
  ];
}

/** The entity as it stood before or after, without the marks of what was done to it. */
function side(content: RowContent, which: 'before' | 'after'): RowContent {
  const result: RowContent = {};
  for (const [name, value] of Object.entries(content)) {
    if (name === '@action' || name === '@oldValue') continue;
    const kept = (Array.isArray(value) ? value : [value]).flatMap((each) => sideOf(each, which));
    if (kept.length > 0) result[name] = Array.isArray(value) ? kept : kept[0]!;
  }
  return result;
}

function sideOf(value: RowValue, which: 'before' | 'after'): RowValue[] {
  if (typeof value === 'string' || Array.isArray(value)) return [value];
  const action = text(value, '@action');
  const old = text(value, '@oldValue');
  if (action === (which === 'before' ? 'add' : 'delete') || (which === 'after' && action === 'remove')) return [];
  const own = side(value, which);
  if (action !== 'update' || old === undefined || which === 'after') return [own];
  return [Object.keys(own).some((name) => name !== '#text') ? { ...own, '#text': old } : old];
}
