/** An ETag as a header has it: RFC 9110 section 8.8.3. */
export interface EntityTag {
  weak: boolean;
  /** What stands between the quotation marks. */
  value: string;
}

const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"/y;
const BETWEEN = /[ \t]*,[ \t,]*/y;

/** If-Match and If-None-Match: a star, or ETags with commas between them, which may hold commas too. Null for anything else. */
export function readTags(header: string): '*' | EntityTag[] | null {
  const text = withoutEnds(header);
  if (text === '*') return '*';
  const tags: EntityTag[] = [];
  for (let at = 0; ;) {
    TAG.lastIndex = at;
    const found = TAG.exec(text);
    if (!found) return null;
    tags.push({ weak: found[1] !== undefined, value: found[2]! });
    if (TAG.lastIndex === text.length) return tags;
    BETWEEN.lastIndex = TAG.lastIndex;
    if (!BETWEEN.test(text)) return null;
    at = BETWEEN.lastIndex;
  }
}

/** Without blanks and commas at both ends: an element of a list may be empty. */
function withoutEnds(header: string): string {
  let [from, to] = [0, header.length];
  while (from < to && ' \t,'.includes(header[from]!)) from++;
  while (to > from && ' \t,'.includes(header[to - 1]!)) to--;
  return header.slice(from, to);
}

/** Codings of an answer besides none, the better first. */
export const COMPRESSIONS = ['zstd', 'gzip'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** The same in another coding has other bytes, and so another strong ETag. */
export const compressedTag = (etag: string, coding: Compression): string => `${etag.slice(0, -1)}-${coding}"`;

/** If-None-Match as RFC 9110 section 13.1.2 has it: a list, or a star; weak ones, and those of any coding, compare alike. */
export function matches(header: string | undefined, etag: string): boolean {
  const tags = header ? readTags(header) : null;
  if (tags === null || tags === '*') return tags === '*';
  const alike = new Set([etag, ...COMPRESSIONS.map((coding) => compressedTag(etag, coding))]);
  return tags.some(({ value }) => alike.has(`"${value}"`));
}

const ONE = '(W/)?"[!#-~]*"';
/** The same for the OpenAPI document. */
export const TAGS_PATTERN = `^(\\*|${ONE}( *, *${ONE})*)$`;
