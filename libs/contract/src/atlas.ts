import { z } from 'zod';
import { listId } from '#domain';
import { authorityFilter, knownQuery } from './query.ts';
import { country, known, list } from './words.ts';

/** By what a history is counted: who lists, on which list, and which country a listed party belongs to. */
export const ATLAS_SIDES = ['authority', 'list', 'target'] as const;
export type AtlasSide = (typeof ATLAS_SIDES)[number];

export const atlasQuery = knownQuery
  .extend({
    by: z.enum(ATLAS_SIDES).optional().describe('Only this one of the three'),
    country: authorityFilter.optional().describe('Only what this authority lists'),
    list: listId.optional().describe('Only what stands on this list'),
  })
  .meta({ title: 'Atlas', description: 'The counts of all days, as known when' });

const days = z
  .array(z.int())
  .describe(
    'The first is in days since 1970-01-01, each further one in days since the one before. -719162 is 0001-01-01, where what ' +
      'has no first day begins; days on which no count changes are left out',
  )
  .meta({ examples: [[19_719, 1, 30]] });
const deltas = z.array(z.int()).describe('How many more than on the day before, or, where negative, fewer');

/**
 * Columns of equal length, all of them differences: summed up to the i-th, `day` is a day, and the others are its counts. A day
 * that is left out has those of the one before.
 */
const changePoints = z.strictObject({
  day: days,
  listed: deltas,
  suspended: deltas,
  uncertain: deltas,
});
export type ChangePoints = z.infer<typeof changePoints>;

export const atlasAnswer = known
  .extend({
    authorities: z
      .array(changePoints.extend({ authority: country }))
      .optional()
      .describe('What `/v1/countries` counts on each day; an authority that lists nobody on any day is left out'),
    lists: z
      .array(changePoints.extend({ list, authority: country }))
      .optional()
      .describe('The same per list'),
    targets: z
      .array(changePoints.extend({ target: country.nullable() }))
      .optional()
      .describe(
        'Per country of the listed party: its nationalities, of a vessel its flags. Who has several counts in each of ' +
          'them, who has none that has a code under null: the sum over all countries counts some more than once',
      ),
  })
  .meta({ title: 'Atlas', description: 'How many stand where on each day, as the changes from day to day' });
export type AtlasAnswer = z.infer<typeof atlasAnswer>;
