import type { WebhookFilter } from '#contract';
import { streamOfSubject } from '#domain';

/** A filter as it is stored and compared; null asks for everything. */
export interface FilterColumns {
  types: string[] | null;
  lists: string[] | null;
  countries: string[] | null;
  programs: string[] | null;
  streams: string[] | null;
  causes: string[] | null;
}

/** Whether an event `e` is one that `p`, an endpoint or a filter, asks for. What only a reparse changed is no news. */
export const FITS = `
  (p.types is null or e.type = any(p.types)) and (p.lists is null or e.list = any(p.lists))
  and (p.countries is null or e.authority = any(p.countries)) and (p.streams is null or e.stream = any(p.streams))
  and (case when p.causes is null then e.data ->> 'cause' <> 'reparse' else e.data ->> 'cause' = any(p.causes) end)
  and (p.programs is null or webhooks.has_program(e.stream, e.position, p.programs))`;

/** A filter that is no endpoint's, as `p`: its values are parameters from `first` on. */
export const filterAt = (first: number): string =>
  `(select ${['types', 'lists', 'countries', 'programs', 'streams', 'causes']
    .map((name, i) => `$${first + i}::text[] as ${name}`)
    .join(', ')}) as p`;
export const valuesOf = (filter: FilterColumns) => [
  filter.types,
  filter.lists,
  filter.countries,
  filter.programs,
  filter.streams,
  filter.causes,
];

export const columnsOf = ({ types, lists, countries, programs, subjects, causes }: WebhookFilter): FilterColumns => ({
  types: types ?? null,
  lists: lists ?? null,
  countries: countries ?? null,
  programs: programs ?? null,
  streams: subjects?.map(streamOfSubject) ?? null,
  causes: causes ?? null,
});

export function filterOf({ streams, ...columns }: FilterColumns): WebhookFilter {
  return Object.fromEntries(Object.entries({ ...columns, subjects: streams }).filter(([, value]) => value !== null));
}
