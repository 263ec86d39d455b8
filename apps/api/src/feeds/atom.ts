import { escaped } from '../http/markup.ts';
import { detailsOf, idOf, type Feed } from './feed.ts';

/** Of a feed in which there is nothing yet: RFC 4287 asks for a time. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** An Atom feed (RFC 4287); a page of what was recorded before is an archive document of RFC 5005. */
export function atomOf({ title, base, self, current, archive, isArchive, entries }: Feed): string {
  const link = (rel: string, href: string) =>
    `<link rel="${rel}" type="application/atom+xml" href="${escaped(href)}"/>`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">',
    `<id>${escaped(current)}</id>`,
    `<title>${escaped(title)}</title>`,
    `<updated>${entries[0]?.event.recordedAt ?? NEVER}</updated>`,
    '<author><name>Demarche</name></author>',
    isArchive ? '<fh:archive/>' : '',
    link('self', self),
    isArchive ? link('current', current) : '',
    archive ? link('prev-archive', archive) : '',
    archive ? link('next', archive) : '',
    ...entries.map((told) => entryOf(told, base)),
    '</feed>',
    '',
  ]
    .filter((line, i, { length }) => line !== '' || i === length - 1)
    .join('\n');
}

function entryOf(told: Feed['entries'][number], base: string): string {
  const { event, sentence } = told;
  const { url, publisher } = event.data.source;
  return [
    '<entry>',
    `<id>${idOf(event.id)}</id>`,
    `<title>${escaped(sentence)}</title>`,
    `<updated>${event.recordedAt}</updated>`,
    `<published>${event.recordedAt}</published>`,
    `<author><name>${escaped(publisher)}</name></author>`,
    `<link rel="alternate" type="application/cloudevents+json" href="${base}/v1/events/${event.id}"/>`,
    url === undefined ? '' : `<link rel="via" href="${escaped(url)}"/>`,
    `<category term="${escaped(event.type)}"/>`,
    `<content type="text">${escaped(detailsOf(told))}</content>`,
    '</entry>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
