import { z } from 'zod';
import { subject } from '#domain';
import { eventForm } from './events.ts';
import { country, edtf, id, list, position, status } from './words.ts';

// What Kafka carries. `docs/kafka.md` tells how to read it.

const decimal = z.string().regex(/^\d+$/).describe('In decimal digits');

/** A designation as the compacted topic has it: how it stands today. */
export const designationState = z
  .strictObject({
    id,
    list,
    authority: country,
    reference: z.string(),
    programs: z.array(z.string()),
    status,
    since: edtf.nullable(),
    until: edtf.nullable(),
    subject,
    position: position.describe('Of the last event about it'),
  })
  .meta({ title: 'Designation state', description: 'How a designation stands today' });

export const watermark = z
  .strictObject({ watermark: position.describe('Everything up to here is in this partition') })
  .meta({ title: 'Watermark', description: 'Nothing is recorded for this partition up to a position' });

const completed = {
  'demarche-after': decimal.describe('Nothing belongs to this partition between this position and the record’s own'),
};

/** A kind of record. */
export interface TopicMessage {
  summary: string;
  key: z.ZodType;
  headers: z.ZodObject;
  payload: z.ZodType;
  type: string;
}

export interface TopicRoute {
  address: string;
  description: string;
  partitions: number;
  cleanup: 'delete' | 'compact';
  messages: Record<string, TopicMessage>;
}

const noKey = z.null();

/** The names are those without a prefix of the operator's. */
export const topics = {
  events: {
    address: 'demarche.events.v1',
    description: 'The whole log, in order within each authority, kept for ever',
    partitions: 12,
    cleanup: 'delete',
    messages: {
      event: {
        summary: 'An event, as /v1/events/{id} gives it',
        key: country.describe('The authority'),
        headers: z.strictObject({
          ce_specversion: z.literal('1.0'),
          ce_id: z.uuid(),
          ce_type: z.string(),
          ce_source: z.string(),
          ce_position: decimal,
          ...completed,
        }),
        payload: eventForm,
        type: 'application/cloudevents+json',
      },
      watermark: {
        summary: 'Says how far a partition is, where nothing was recorded for it',
        key: noKey,
        headers: z.strictObject({ 'demarche-watermark': decimal, ...completed }),
        payload: watermark,
        type: 'application/json',
      },
    },
  },
  designations: {
    address: 'demarche.designations.v1',
    description: 'Each designation as it stands today; compacted',
    partitions: 12,
    cleanup: 'compact',
    messages: {
      designation: {
        summary: 'A designation that is on record today',
        key: id,
        headers: z.strictObject({ ce_position: decimal }),
        payload: designationState,
        type: 'application/json',
      },
      tombstone: {
        summary: 'One that is on its list no longer, or not yet',
        key: id,
        headers: z.strictObject({ ce_position: decimal }),
        payload: z.null().meta({ title: 'Tombstone', description: 'A record without a value' }),
        type: 'application/json',
      },
    },
  },
} as const satisfies Record<string, TopicRoute>;
