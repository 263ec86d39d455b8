import { createHash } from 'node:crypto';
import type { RowValue } from '../list-source.ts';

/** Fingerprint of a source row in which the order of repeated parts plays no role. */
export const rowHash = (row: RowValue): string => createHash('sha256').update(orderless(row)).digest('base64');

function orderless(value: RowValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(orderless).sort().join()}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${orderless(value[name]!)}`).join()}}`;
}
