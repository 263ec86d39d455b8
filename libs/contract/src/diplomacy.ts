import { z } from 'zod';
import { asOfQuery, authorityFilter } from './query.ts';
import { asOf, country, edtf, position } from './words.ts';

export const diplomacyQuery = asOfQuery
  .extend({
    sending: authorityFilter.optional(),
    receiving: authorityFilter.optional(),
  })
  .meta({ title: 'Diplomacy', description: 'Envoys of one country in another' });

const envoy = z.strictObject({
  name: z.string(),
  aliases: z.array(z.string()),
  ranks: z
    .array(z.strictObject({ rank: z.string(), publisher: z.string(), position }))
    .describe('What each source calls it, the latest first: they need not agree'),
  status: z.enum(['not-yet', 'in-post', 'departed', 'uncertain']),
  appointed: edtf.nullable().describe('Named by the sending side, or first seen in the post'),
  accredited: edtf.nullable().describe('Received by the other side; copies of credentials are not yet that'),
  copiesAccepted: edtf.nullable(),
  accreditation: z.enum(['not-accredited', 'accredited', 'uncertain']),
  departed: edtf.nullable(),
  predecessor: z.string().nullable().describe('Whom the sources name'),
  conflicts: z.array(position).describe('Positions of reports that contradict the ones used'),
  lastEvent: position,
});

const post = z.strictObject({
  post: z.string().meta({ description: 'sending:receiving:role', examples: ['CN:AF:head-of-mission'] }),
  sending: country,
  receiving: country,
  role: z.string(),
  status: z.enum(['in-post', 'uncertain', 'vacant']),
  holder: envoy.nullable().describe('Null where the post is vacant'),
  predecessor: envoy.nullable().describe('Who was there before, as far as is told'),
  vacantSince: edtf.nullable().describe('Where the post is vacant and somebody left it (EDTF)'),
});
export type Post = z.infer<typeof post>;

export const diplomacyAnswer = asOf
  .extend({
    items: z.array(post).describe('One for each envoy in a post, or one that says it is vacant'),
    recognition: z
      .array(
        z.strictObject({
          by: country,
          territory: country,
          government: z.string(),
          status: z.enum(['not-recognised', 'recognised', 'withdrawn', 'uncertain']),
          since: edtf.nullable(),
          until: edtf.nullable(),
          conflicts: z.array(position),
          lastEvent: position,
        }),
      )
      .describe('Who recognises whom, for every territory that was asked about'),
    control: z
      .array(
        z.strictObject({
          territory: country,
          by: z.string(),
          since: edtf,
          conflicts: z.array(position),
          lastEvent: position,
        }),
      )
      .describe('Who holds these territories'),
  })
  .meta({ title: 'Diplomacy', description: 'Who has which envoy where on a day' });
export type DiplomacyAnswer = z.infer<typeof diplomacyAnswer>;
