import { readModel } from '../registration.ts';
import { applyTo, PREFIX } from './apply.ts';

export const designationTimeline = readModel('designation-timeline', (log) => ({
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
}));
