import { z } from 'zod';
import { isId, ID_RULE, listId, record, subject, subjectType } from '#domain';
import { eventForm } from './events.ts';
import { problem } from './problem.ts';
import { asOfQuery, designationParam, explainQuery, pageQuery } from './query.ts';
import { asOf, count, country, coverage, day, edtf, id, known, list, next, position, sha256, status } from './words.ts';

/** A status that an answer may be asked for. */
export const STATUSES = ['listed', 'suspended', 'uncertain', 'delisted'] as const;

export const statusFilter = z
  .string()
  .max(200)
  .transform((text) => (text === 'all' ? [...STATUSES] : text.split(',')))
  .pipe(z.array(z.enum(STATUSES, `One of ${STATUSES.join(', ')}, several joined by commas, or all`)).min(1))
  .meta({
    as: { type: 'string', maxLength: 200, pattern: `^(all|(${STATUSES.join('|')})(,(${STATUSES.join('|')}))*)$` },
  });

export const designationsQuery = asOfQuery
  .extend(pageQuery.shape)
  .extend(explainQuery.shape)
  .extend({
    list: listId.optional(),
    status: statusFilter
      .optional()
      .describe('Several joined by commas, or `all`; left out: listed, suspended and uncertain'),
    type: subjectType.optional(),
    program: z.string().min(1).max(1_000).optional(),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Part of a name, an alias, the reference or a number (IMO, passport, wallet), whatever its case, accents, script and quotation marks',
      ),
  })
  .meta({ title: 'Designations', description: 'What stands on lists' });
export const listDesignationsQuery = designationsQuery
  .omit({ list: true })
  .meta({ title: 'Designations', description: 'What stands on a list' });

export const designationQuery = asOfQuery
  .extend(explainQuery.shape)
  .meta({ title: 'Designation', description: 'One designation on a day' });

const explained = z.strictObject({
  position,
  id: z.uuid(),
  type: z.string(),
  effective: edtf,
  confidence: z.string(),
  publisher: z.string(),
  why: z.string(),
});
export const explanation = z
  .strictObject({
    decides: z.array(explained).describe('The events that the answer rests on'),
    setAside: z.array(explained).describe('The other events of this designation, and why they do not count'),
    between: z
      .strictObject({ earliest: z.string().nullable(), latest: z.string() })
      .nullable()
      .describe('Of an uncertain answer: the days between which the change lies'),
  })
  .meta({ title: 'Explanation', description: 'With explain=true' });

export const designation = z
  .strictObject({
    id,
    list,
    authority: country,
    reference: z.string(),
    programs: z.array(z.string()),
    status,
    possible: z.array(status).describe('What an uncertain status may be'),
    since: edtf.nullable().describe('When the status began (EDTF)'),
    until: edtf.nullable().describe('When the status ends, where that is known (EDTF)'),
    subject,
    lastEvent: position.describe('Position of the latest event that bears on these days'),
    conflicts: z.array(position).describe('Positions of reports that contradict the ones used'),
    explanation: explanation.optional(),
  })
  .meta({ title: 'Designation', description: 'One party on one list' });
export type Designation = z.infer<typeof designation>;

export const designationsAnswer = asOf
  .extend({
    coverage: coverage.extend({ lists: z.array(coverage.extend({ list })) }),
    items: z.array(designation),
  })
  .meta({ title: 'Designations', description: 'What stands on the lists of a country, or on one list' });
export type DesignationsAnswer = z.infer<typeof designationsAnswer>;

export const designationsPage = designationsAnswer
  .extend({ next })
  .meta({ title: 'Designations', description: 'A page of what stands on the lists of a country, or on one list' });

const period = designation.extend({
  validFrom: day.nullable().describe('The first day for which this is the answer; null is open'),
  validTo: day.nullable().describe('The last day for which this is the answer; null is open'),
});

export const designationAnswer = asOf
  .extend(period.shape)
  .extend({
    record,
    references: z.array(z.string()).describe('Every reference that it ever had, the first one first'),
    version: count.describe('Of its stream, for If-Match'),
    coverage,
  })
  .meta({ title: 'Designation', description: 'One designation as it stands on a day' });
export type DesignationAnswer = z.infer<typeof designationAnswer>;

/** A designation with its record, and the days for which it stands so. */
export const designationPeriod = period
  .omit({ explanation: true })
  .extend({ record })
  .meta({ title: 'Designation period', description: 'A designation, its record, and the days for which this is so' });
export type DesignationPeriod = z.infer<typeof designationPeriod>;

export const snapshotQuery = asOfQuery.meta({ title: 'Snapshot', description: 'A whole list on a day' });

/** The lines of a snapshot: the first, those of the designations, and the last. */
export const snapshotLine = z
  .union([
    z.strictObject({
      ...asOf.omit({ position: true }).shape,
      list,
      coverage,
      next: z.string().describe('The stream that goes on from `knownAt`'),
    }),
    designationPeriod,
    z.strictObject({
      end: z.strictObject({
        count: count.describe('Designations'),
        position: position.describe('`knownAt`'),
        sha256: sha256.describe('Of all bytes before this line'),
      }),
    }),
  ])
  .meta({ title: 'Snapshot line', description: 'Of a whole list on a day, as known at a position' });
export type SnapshotLine = z.infer<typeof snapshotLine>;

const MOST_LOOKED_UP = 1_000;
const asked = z.union([
  designationParam.shape.id,
  z.strictObject({ list: listId, reference: z.string().min(1).refine(isId, { error: ID_RULE }) }),
]);

export const batchBody = z
  .strictObject({
    designations: z
      .array(asked)
      .min(1)
      .max(MOST_LOOKED_UP)
      .describe('list:reference, or the two apart; any reference that a designation ever had'),
  })
  .meta({ title: 'Designations looked up', description: 'Which designations are asked about' });

export const batchAnswer = asOf
  .extend({
    items: z
      .array(
        z.union([
          z.strictObject({ asked: id, found: z.literal(true), designation: designationPeriod }),
          z.strictObject({ asked: id, found: z.literal(false), problem }),
        ]),
      )
      .describe(
        'In the order asked. What the key is not for has the problem that it alone would be refused with: 403 `beyond-scope`',
      ),
  })
  .meta({ title: 'Designations looked up', description: 'Each as it stands on the day, or why it is not found' });
export type BatchAnswer = z.infer<typeof batchAnswer>;

export const historyAnswer = known
  .extend({
    id,
    references: z.array(z.string()).describe('Every reference that it ever had, the first one first'),
    periods: z.array(period).describe('What the answer is on which days'),
    events: z.array(eventForm).describe('What the periods are made of, in the order they were recorded'),
  })
  .meta({ title: 'History', description: 'All that is known of a designation, over all days' });
export type HistoryAnswer = z.infer<typeof historyAnswer>;
