import type { Format, ListSource, PublishedFile } from '../list-source.ts';
import { PublicationRejected } from './rejection.ts';

/** The first element of an XML file: its name without prefix, and the tag as far as it is in the head. */
export function rootOf(head: string): { name: string; tag: string } | null {
  const [tag, name] = /<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?:[\s/>][^>]*)?/.exec(head) ?? [];
  return head
    .trimStart()
    .replace(/^(ï»¿)?\s*/, '')
    .startsWith('<') && tag
    ? { name: name!, tag }
    : null;
}

/** For `recognises`: one XML file with that root element. */
export const hasRoot =
  (...names: string[]) =>
  (files: readonly PublishedFile[]): boolean =>
    files.length === 1 && names.includes(rootOf(files[0]!.head)?.name ?? '');

/** For `recognises`: one file whose first lines fit. */
export const beginsWith =
  (pattern: RegExp) =>
  (files: readonly PublishedFile[]): boolean =>
    files.length === 1 && pattern.test(files[0]!.head.replace(/^ï»¿/, ''));

/**
 * The format of the files. Throws PublicationRejected for a file in no format of this list; it says what the file is instead,
 * as far as that can be told. `others` are the lists it might belong to.
 */
export function formatOf(source: ListSource, files: readonly PublishedFile[], others: readonly ListSource[]): Format {
  const format = source.formats.find(({ recognises }) => recognises(files));
  if (format) return format;
  const { head } = files[0]!;
  const text = head.trim();
  const wanted = `A file of ${source.list} is ${source.formats.map(({ looksLike }) => looksLike).join(', or ')}`;
  if (files.length > 1)
    throw new PublicationRejected(
      'unknown-format',
      `The archive holds ${files.map(({ name }) => name.slice(0, 40)).join(', ')}. ${wanted}`,
    );
  if (text === '')
    throw new PublicationRejected('empty', 'There is nothing in it. Fetch the file again from the authority');
  if (head.includes('\u0000') || /^(ÿþ|þÿ)/.test(head))
    throw new PublicationRejected('encoding', 'It is UTF-16 or binary. Take the file as the authority serves it');
  if (/^(ï»¿)?\s*<(!doctype\s+html|html)\b/i.test(text))
    throw new PublicationRejected(
      'html',
      'It is a web page, perhaps an error or a log-in page. Fetch the file itself, not the page about it',
    );
  const owner = others.find(
    (other) => other.list !== source.list && other.formats.some(({ recognises }) => recognises(files)),
  );
  if (owner)
    throw new PublicationRejected(
      'wrong-list',
      `It is a file of ${owner.list} (${owner.name}). Ingest it under that list`,
    );
  const root = rootOf(head);
  const whatItIs = root
    ? `Its root element is ${root.name.slice(0, 60)}`
    : `It begins with ${JSON.stringify(text.slice(0, 40))}`;
  throw new PublicationRejected(root ? 'wrong-list' : 'unknown-format', `${whatItIs}. ${wanted}`);
}
