import { z } from 'zod';
import type { ListSource } from '../../list-source.ts';
import { beginsWith } from '../../reading/recognise.ts';
import { mapEntity } from './map-entity.ts';
import { readEntities } from './read-entities.ts';

/** A list that is published as FollowTheMoney entities: one JSON object a line, or one list of them. */
export const ftmMapping = z.strictObject({
  format: z.literal('ftm'),
  list: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  authority: z.string().regex(/^[A-Z]{2}$/),
  name: z.string().min(1),
  publisher: z.string().min(1),
  url: z.url(),
  /** Where neither the entity nor its Sanction names one. */
  program: z.string().min(1),
});
export type FtmMapping = z.infer<typeof ftmMapping>;

/** Makes the list of its mapping. */
export function ftmList({ list, authority, name, publisher, url, program }: FtmMapping): ListSource {
  return {
    list,
    authority,
    name,
    publisher,
    url,
    formats: [
      {
        reader: `${list}-ftm/2`,
        looksLike: 'FollowTheMoney entities, one JSON object a line or one list of them',
        recognises: beginsWith(/^\s*(\[\s*)?\{.*"schema"\s*:/s),
        read: ([file], limits) => readEntities(file!, limits),
        map: (row) => mapEntity(row, program),
      },
    ],
  };
}
