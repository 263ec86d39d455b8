import type { EventLog } from '#event-log';
import type { ReadModel } from '#subscriptions';
import { applyTo, PREFIX } from './apply.ts';

export const designationTimeline = (log: EventLog): ReadModel => ({
  name: 'designation-timeline',
  schema: 'designation_timeline',
  tables: new URL('./table.sql', import.meta.url),
  indexes: new URL('./indexes.sql', import.meta.url),
  streams: [PREFIX],
  revision: 3,
  digested: {
    period: [
      'designation',
      'status',
      'possible',
      'valid',
      'known',
      'since',
      'until',
      'record',
      'last_event',
      'conflicts',
    ],
    reference: ['list', 'reference', 'designation', 'known'],
  },
  apply: applyTo(log),
});
