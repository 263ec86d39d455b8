import { z } from 'zod';
import { dayText, FORWARD, isForward, knownQuery, pageQuery, reparseFlag } from './query.ts';
import { count, coverage, day, edtf, id, known, list, next, position, sha256, status } from './words.ts';

const changesQuery = knownQuery.extend({ reparse: reparseFlag });

export const diffQuery = changesQuery
  .extend(pageQuery.shape)
  .extend({
    from: dayText.describe('The earlier day: what stood at its end'),
    to: dayText.optional().describe('The later day; today (UTC) where left out'),
    format: z.enum(['json', 'csv']).default('json').describe('CSV has all changes in one file'),
  })
  .refine(isForward, FORWARD)
  .meta({ title: 'Changes', description: 'What changed from one day to another' });

export const activityQuery = changesQuery
  .extend({
    from: dayText.optional().describe('Only changes from this day on'),
    to: dayText.optional().describe('Only changes up to this day'),
  })
  .refine(isForward, FORWARD)
  .meta({ title: 'Activity', description: 'How much a list moved' });

export const CHANGES = [
  'designated',
  'delisted',
  'suspended',
  'reinstated',
  'reidentified',
  'programs',
  'amended',
] as const;
const kind = z.enum(CHANGES);
export type ChangeKind = z.infer<typeof kind>;

const change = z.strictObject({
  change: kind,
  certain: z.boolean().describe('False where it may have happened before `from`, or not yet on `to`'),
  id,
  reference: z.string(),
  subject: z.strictObject({ type: z.string(), name: z.string() }),
  programs: z.array(z.string()),
  status: z.strictObject({ old: status, new: status }),
  fields: z
    .array(
      z.strictObject({
        op: z.string().meta({ examples: ['add'] }),
        path: z.string(),
        value: z.unknown().optional(),
        old: z.unknown().optional(),
      }),
    )
    .describe('JSON Patch of the record, with what stood there before'),
});
export type Change = z.infer<typeof change>;

const changeEvent = z.strictObject({
  position,
  id: z.uuid(),
  type: z.string(),
  effective: edtf,
  cause: z.string(),
  confidence: z.string(),
  publisher: z.string(),
  publishedOn: edtf.nullable().describe('As its source is dated'),
  sha256: sha256.nullable().describe('Of the publication that told it; null where it was told otherwise'),
});
export type ChangeEvent = z.infer<typeof changeEvent>;

export const diffAnswer = z
  .strictObject({
    list,
    from: day,
    to: day,
    ...known.shape,
    coverage: z.strictObject({ from: coverage, to: coverage }),
    counts: z.record(kind, count).describe('Of all pages'),
    items: z.array(change.extend({ events: z.array(changeEvent).describe('What the change rests on') })),
  })
  .meta({ title: 'Diff', description: 'What changed on a list from one day to another' });
export type DiffAnswer = z.infer<typeof diffAnswer>;
export type DiffItem = DiffAnswer['items'][number];

export const diffPage = diffAnswer
  .extend({ next })
  .meta({ title: 'Diff', description: 'A page of what changed on a list from one day to another' });

export const activityAnswer = z
  .strictObject({
    list,
    ...known.shape,
    coverage,
    items: z.array(
      z.strictObject({
        month: z.string().meta({ description: 'YYYY-MM', examples: ['2022-05'] }),
        program: z.string().nullable().describe('Null is all of them together'),
        designated: count,
        delisted: count,
        suspended: count,
        reinstated: count,
        amended: count,
        joined: count.describe('Entries that came under the programme and stood on the list before'),
        left: count.describe('Entries that left it and stayed on the list'),
      }),
    ),
  })
  .meta({ title: 'Activity', description: 'How much a list moved, by month and programme' });
export type ActivityAnswer = z.infer<typeof activityAnswer>;
export type ActivityItem = ActivityAnswer['items'][number];
