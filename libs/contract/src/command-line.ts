import { z } from 'zod';
import { auditAnswer, keysAnswer, newKey } from './access.ts';
import { diffAnswer } from './changes.ts';
import { ingestReport } from './commands.ts';
import { timelineAnswer } from './countries.ts';
import { designationAnswer, designationsAnswer, historyAnswer } from './designations.ts';
import { diplomacyAnswer } from './diplomacy.ts';
import { eventForm, threadAnswer } from './events.ts';
import { listsAnswer } from './lists.ts';
import { matchAnswer } from './matching.ts';
import { alignmentAnswer, subjectAnswer } from './parties.ts';
import {
  deliveriesPage,
  deliveryAnswer,
  newWebhook,
  preview,
  replay,
  replaysPage,
  replayStanding,
  rotated,
  webhook,
  webhooksPage,
} from './webhooks.ts';
import { count, country, day, id, list, position, sha256 } from './words.ts';

const recordedTo = { fromPosition: position.nullable(), toPosition: position.nullable() };

const rebuilt = z.strictObject({
  readModel: z.string(),
  events: count.describe('Events that were applied'),
  position,
  ms: z.number().describe('How long it took, in milliseconds'),
  equal: z.boolean(),
  swapped: z.boolean(),
  proof: z
    .array(z.strictObject({ authority: country, liveRows: count, rebuiltRows: count, equal: z.boolean() }))
    .describe('The rows of each country, live and rebuilt, at the same position'),
});

const screeningReport = z
  .strictObject({
    input: z.string(),
    out: z.string(),
    inputSha256: sha256.describe('Of the file of customers'),
    on: day,
    knownAt: position.describe('The position that the run was made at'),
    scorer: z.string().describe('The version of the scorer'),
    threshold: z.number(),
    limit: count,
    datasets: z.array(z.string()).describe('The only ones that were looked at; all where empty'),
    compareKnownAt: position.nullable().describe('The position that it was compared with'),
    rows: count,
    hits: count.describe(
      'Hits told; of a comparison, lines: a designation counts once for each customer for whom it differs',
    ),
    rowsWithHits: count,
    noted: count.describe('Rows of which something was left out; the column `note` says what'),
    resumedAt: count.describe('Rows that a run before had done'),
    ignored: z.array(z.string()).describe('Columns that nothing is made of'),
    sha256: sha256.describe('Of the result'),
  })
  .meta({ title: 'Screening report', description: 'What it takes to repeat a run and to compare it' });

/** What each command prints with `--json`: pages have no end there, so answers have no cursor. */
export const commandLine = {
  designations: designationsAnswer,
  designation: designationAnswer,
  history: historyAnswer,
  diff: diffAnswer,
  lists: listsAnswer,
  subject: subjectAnswer,
  alignment: alignmentAnswer,
  diplomacy: diplomacyAnswer,
  match: matchAnswer,
  screen: screeningReport,
  timeline: timelineAnswer,
  thread: threadAnswer,
  events: z
    .strictObject({ items: z.array(eventForm), next: position.nullable().describe('Where to go on with --after') })
    .meta({ title: 'Events', description: 'The log, in its order' }),
  follow: eventForm,
  ingest: ingestReport,
  fetch: ingestReport
    .extend({ fetch: z.strictObject({ status: z.literal([200, 304]), notModified: z.boolean() }) })
    .meta({ title: 'Fetch report', description: 'What a fetched publication changed' }),
  record: z
    .strictObject({
      dossier: z.string(),
      facts: count.describe('Facts and lists in it'),
      events: count.describe('Events it gave; 0 where all was known before'),
      corrections: count.describe('Those of them that correct facts whose text was changed'),
      ...recordedTo,
    })
    .meta({ title: 'Record report', description: 'What a dossier added' }),
  reparse: z
    .strictObject({
      list,
      publications: count.describe('Read anew, all that the list has'),
      corrected: count.describe('Events that now read otherwise'),
      retracted: count.describe('Events that the present reader would not give'),
      added: count.describe('Events that the log had not'),
      left: z
        .array(z.strictObject({ stream: z.string(), why: z.string() }))
        .describe('What a person decided, and the reading does not touch though it differs'),
      ...recordedTo,
    })
    .meta({ title: 'Reparse report', description: 'What a list reads otherwise' }),
  rebuild: z
    .strictObject({ readModels: z.array(rebuilt) })
    .meta({ title: 'Rebuild report', description: 'Whether each read model is what the log gives' }),
  artefacts: z
    .strictObject({
      artefacts: count,
      bytes: count,
      stored: count.describe('Bytes, compressed'),
      damaged: z.array(z.strictObject({ sha256, why: z.string() })).describe('Files whose bytes are no longer theirs'),
      missing: z
        .array(z.strictObject({ list, publishedOn: day, sha256 }))
        .describe('Publications in the log whose file is not kept'),
      reread: z
        .array(
          z.strictObject({
            list,
            publishedOn: day,
            sha256,
            reader: z.string().describe('The reading that recorded it'),
            by: z.string().describe('The reading that was used now'),
            entries: count,
            differing: z.array(id).describe('Designations of which the log says something else for that day'),
          }),
        )
        .describe('Publications that were read again'),
    })
    .meta({ title: 'Artefacts report', description: 'Whether the kept files are whole, and say what the log says' }),
  unpark: z
    .strictObject({
      subscriptions: z.array(z.strictObject({ subscription: z.string(), applied: count, stillParked: count })),
    })
    .meta({ title: 'Unpark report', description: 'What became of parked events' }),
  'keys create': newKey,
  'keys rotate': newKey,
  'keys list': keysAnswer,
  'keys trail': auditAnswer,
  'webhooks create': newWebhook,
  'webhooks list': webhooksPage.omit({ next: true }).meta({ title: 'Webhooks', description: 'All endpoints' }),
  'webhooks show': webhook,
  'webhooks enable': webhook,
  'webhooks disable': webhook,
  'webhooks preview': preview,
  'webhooks ping': deliveryAnswer,
  'webhooks log': deliveriesPage.omit({ next: true }).meta({ title: 'Deliveries', description: 'The newest first' }),
  'webhooks delivery': deliveryAnswer,
  'webhooks replay': replay,
  'webhooks replays': z
    .union([replaysPage.omit({ next: true }), replayStanding])
    .meta({ title: 'Replays', description: 'The newest first, or the one that was named' }),
  'webhooks rotate': rotated,
  'webhooks reseal': z
    .strictObject({ resealed: count.describe('Secrets that were sealed with another key') })
    .meta({ title: 'Reseal report', description: 'Secrets under the current key' }),
} as const;
export type Printed = { [Name in keyof typeof commandLine]: z.infer<(typeof commandLine)[Name]> };
