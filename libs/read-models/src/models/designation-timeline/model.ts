import { STREAMS } from '#domain';
import { readModel } from '../registration.ts';
import { applyTo } from './apply.ts';

export const designationTimeline = readModel('designation-timeline', (log) => ({
  tables: new URL('./table.sql', import.meta.url),
  indexes: new URL('./indexes.sql', import.meta.url),
  streams: [STREAMS.designation],
  revision: 6,
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
}));
