import { z } from 'zod';
import { matchQuery } from './matching.ts';
import { asOfQuery, pageQuery, whole } from './query.ts';
import { count, day, id, instant, list, next, position, sha256, status } from './words.ts';

// Runs that screen a file of customers: kept for as long as it is asked for, repeated, compared, and watched.

export const CUSTOMER_TYPES = ['text/csv', 'application/x-ndjson'] as const;

/** Hits that are told of one customer. */
const MOST_HITS = 20;
/** Hours that a run can be kept: a year. */
const MOST_HOURS = 8_784;
const keepHours = whole(1, MOST_HOURS).describe('The customers and what came of them are deleted after so many hours');

const watch = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .describe(
    'Whether `screening.changed` is sent to webhooks of the owner when what is recorded later changes a result',
  );

const compareKnownAt = asOfQuery.shape.knownAt.describe(
  'Tell what differs as known then, and by which events, instead of all hits',
);

const asked = {
  on: asOfQuery.shape.on,
  knownAt: asOfQuery.shape.knownAt,
  compareKnownAt,
  threshold: matchQuery.shape.threshold,
  limit: whole(1, MOST_HITS).default(5).describe('Hits of a customer that are told, at most'),
  scorer: matchQuery.shape.scorer,
  include_dataset: matchQuery.shape.include_dataset,
  keepHours: keepHours.default(24),
  watch: watch.default(false),
};

export const screeningQuery = z
  .strictObject(asked)
  .meta({ title: 'Screening', description: 'How a file of customers is screened' });
export type ScreeningAsked = z.infer<typeof screeningQuery>;

export const screeningParam = z.strictObject({
  run: z.uuid().meta({ title: 'Run', examples: ['5f1c7a52-8f2b-5c1d-9a44-2f6f1f6b7c10'] }),
});

export const screeningChange = z
  .strictObject({
    watch: z.boolean().describe('Whether `screening.changed` is sent'),
    keepHours: z.int().min(1).max(MOST_HOURS).describe('From now on'),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what is to be otherwise: `watch` or `keepHours`')
  .meta({
    title: 'Screening change',
    description: 'What is to be otherwise with a run',
    examples: [{ watch: true }],
    minProperties: 1,
  });

export const screening = z
  .strictObject({
    id: screeningParam.shape.run,
    status: z.enum(['running', 'done', 'failed']),
    problem: z.string().nullable().describe('Why it failed'),
    createdAt: instant,
    finishedAt: instant.nullable(),
    keptUntil: instant.describe('When the customers and what came of them are deleted'),
    on: day,
    knownAt: position,
    compareKnownAt: position.nullable(),
    scorer: z.string(),
    threshold: z.number(),
    limit: count,
    include_dataset: z.array(z.string()).nullable(),
    inputSha256: sha256.describe('Of the file of customers'),
    resultSha256: sha256.nullable().describe('Of the result: the same question about the same file has the same'),
    rows: count,
    rowsDone: count,
    rowsWithHits: count,
    hits: count.describe(
      'Hits told; of a comparison, lines: a designation counts once for each customer for whom it differs',
    ),
    noted: count.describe('Rows of which something was left out'),
    watch: z.boolean(),
    watchedThrough: position.nullable().describe('The position up to which changes were looked for'),
  })
  .meta({ title: 'Screening', description: 'A run, and how far it is' });
export type Screening = z.infer<typeof screening>;

export const screeningsQuery = pageQuery.meta({ title: 'Screenings', description: 'A page of runs' });
export const screeningsPage = z
  .strictObject({ items: z.array(screening), next })
  .meta({ title: 'Screenings', description: 'Runs of the caller, the newest first' });

const hit = z
  .strictObject({ score: z.number(), caption: z.string(), status, possible: z.array(status) })
  .partial({ status: true, possible: true })
  .nullable();

export const screeningDifference = z
  .strictObject({
    customer: z.strictObject({ id: z.string(), line: count, name: z.string() }),
    designation: id,
    list,
    change: z.enum(['appeared', 'gone', 'changed']),
    before: hit,
    after: hit,
    events: z
      .array(z.strictObject({ position, id: z.uuid(), type: z.string() }))
      .describe('By which events, at most 50'),
  })
  .meta({ title: 'Screening difference', description: 'A customer whose hits changed' });
export type ScreeningDifference = z.infer<typeof screeningDifference>;

export const screeningChanges = z
  .strictObject({
    items: z.array(
      z.strictObject({
        on: day.describe('The day of which it is told'),
        knownAt: position,
        comparedWith: position.describe('The position that it is another result than'),
        at: instant,
        differences: z.array(screeningDifference).describe('At most 10,000'),
        isWhole: z.boolean().describe('Whether these are all'),
      }),
    ),
    next,
  })
  .meta({
    title: 'Screening changes',
    description: 'What changed in the result of a run that is watched, newest first',
  });
