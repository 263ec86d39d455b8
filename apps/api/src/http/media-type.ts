import type { IncomingHttpHeaders } from 'node:http';

/** What a body says to be: its media type in small letters, and whether it is text as it is, in UTF-8 and not compressed. */
export function sentAs({ 'content-type': header = '', 'content-encoding': coding = '' }: IncomingHttpHeaders): {
  type: string;
  isPlain: boolean;
} {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length) ?? 'utf-8';
  const isCoded = !['', 'identity'].includes(coding.trim().toLowerCase());
  return { type, isPlain: !isCoded && /^"?(utf-?8|us-ascii)"?$/.test(charset) };
}
