import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InputError } from './errors.ts';
import { asToken } from './pointer-token.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Any JSON. Not looked into: what is no I-JSON is refused when the canonical form is made, with its place. */
export const json = z.custom<Json>((value) => value !== undefined, 'Missing');

/**
 * The one JSON text of a value: members sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.
 * Source: RFC 8785 (JSON Canonicalization Scheme). Members that are undefined are left out, as JSON.stringify does.
 * Throws InputError, naming the place as a JSON pointer after `pointer`, for what I-JSON (RFC 7493) has no room for: NaN and
 * infinities, lone surrogates, integers beyond 2^53; and for U+0000, which PostgreSQL's jsonb refuses.
 */
export function canonicalize(value: unknown, pointer = ''): string {
  const place: (string | number)[] = [];
  try {
    return textOf(value, place);
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    throw new InputError(error.message, pointer + place.map((key) => `/${asToken(String(key))}`).join(''));
  }
}

class NoJson extends Error {}

/** Writes a value. `place` holds the names of what is being written, from the outermost on; it tells where an error lies. */
function textOf(value: unknown, place: (string | number)[]): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
        throw new NoJson(`${value} is no I-JSON number`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? listText(value, place) : objectText(value as Record<string, unknown>, place);
    default:
      throw new NoJson(`A ${typeof value} has no JSON form`);
  }
}

function listText(items: readonly unknown[], place: (string | number)[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    place.push(i);
    text += (i > 0 ? ',' : '') + textOf(items[i] ?? null, place);
    place.pop();
  }
  return text + ']';
}

function objectText(members: Record<string, unknown>, place: (string | number)[]): string {
  let text = '{';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '{' ? '' : ','}${canonicalString(key)}:`;
    place.push(key);
    text += textOf(member, place);
    place.pop();
  }
  return text + '}';
}

/** Texts that stand in JSON as they are: visible ASCII without quotes and backslashes. */
const AS_IT_IS = /^[ !#-[\]-~]*$/;

function canonicalString(text: string): string {
  if (AS_IT_IS.test(text)) return `"${text}"`;
  if (text.includes('\u0000') || !text.isWellFormed())
    throw new NoJson('Text with U+0000 or half a surrogate pair cannot be stored');
  return JSON.stringify(text);
}

/** SHA-256 of the canonical form, in lower-case hexadecimal. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

/** Whether two JSON values have the same canonical form. */
export function sameContent(a: unknown, b: unknown): boolean {
  const [one, other] = [a ?? null, b ?? null];
  if (one === other) return true;
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false;
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, i) => sameContent(item, other[i]))
    );
  const [mine, yours] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const key in mine) if (!sameMember(mine[key], yours[key])) return false;
  for (const key in yours) if (mine[key] === undefined && yours[key] !== undefined) return false;
  return true;
}

/** A member that is undefined is not there; one that is null is. */
const sameMember = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : sameContent(a, b);

const NAMESPACE = Buffer.from('b6f0a4f0d2f54c7e9c1f3b8f5a0e7d21', 'hex');

/** The name by which the event of a dossier's fact is known, `<dossier>/<fact>`: its id is `nameUuid` of it. */
export const factName = (fact: string): string => `fact/${fact}`;

/** A UUID that only the name decides, version 5 of RFC 9562, in Demarche's own namespace. */
export function nameUuid(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
