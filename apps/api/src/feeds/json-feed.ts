import type { JsonFeed } from '#contract';
import { detailsOf, idOf, type Feed } from './feed.ts';

/** A JSON Feed: https://www.jsonfeed.org/version/1.1/ */
export const jsonFeedOf = ({ title, base, self, archive, entries }: Feed): JsonFeed => ({
  version: 'https://jsonfeed.org/version/1.1',
  title,
  description: 'What was recorded, the newest first',
  home_page_url: `${base}/docs`,
  feed_url: self,
  ...(archive !== null && { next_url: archive }),
  items: entries.map((told) => {
    const { event, sentence } = told;
    const { url, publisher } = event.data.source;
    return {
      id: idOf(event.id),
      url: `${base}/v1/events/${event.id}`,
      ...(url !== undefined && { external_url: url }),
      title: sentence,
      content_text: detailsOf(told),
      date_published: event.recordedAt,
      authors: [{ name: publisher }],
      tags: [event.type, event.authority, ...(event.list === null ? [] : [event.list])],
    };
  }),
});
