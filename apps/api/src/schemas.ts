import { z } from 'zod';
import { printedDate, record, source, subject } from '#domain';

// The shapes of the answers, for /openapi.json; the contract suite checks running answers against them.

const status = z.enum(['not-listed', 'listed', 'suspended', 'delisted', 'uncertain']);
const edtf = printedDate.describe('EDTF: 2005, 2005-03-15, [2005-03-01..2005-04-15], [..2006-10-12]');
const day = z.string().meta({ format: 'date', examples: ['2023-12-28'] });

export const coverage = z.object({
  from: day.nullable().describe('The first publication held'),
  to: day.nullable().describe('The last publication held'),
  gaps: z.array(z.object({ from: day, to: day, days: z.int() })).describe('The longest stretches without one'),
  partial: z
    .array(z.object({ programs: z.array(z.string()), from: day, to: day }))
    .describe('What publications of some programmes only add'),
  endedOn: day.nullable(),
  complete: z.boolean().describe('Whether the day asked for lies inside'),
});

const asOf = z.object({
  on: day,
  knownAt: z.int().describe('The position the question was answered at'),
  position: z.int().describe('How far the read models have come'),
});

const next = z.string().nullable().describe('The cursor of the next page; null at the end');

const explained = z.object({
  position: z.int(),
  id: z.uuid(),
  type: z.string(),
  effective: edtf,
  confidence: z.string(),
  publisher: z.string(),
  why: z.string(),
});
export const explanation = z
  .object({
    decides: z.array(explained),
    setAside: z.array(explained),
    between: z.object({ earliest: z.string().nullable(), latest: z.string() }).nullable(),
  })
  .describe('With explain=true');

export const designationItem = z.object({
  id: z.string(),
  list: z.string(),
  authority: z.string(),
  reference: z.string(),
  programs: z.array(z.string()),
  status,
  possible: z.array(status).describe('What an uncertain status may be'),
  since: edtf.nullable(),
  until: edtf.nullable(),
  subject,
  lastEvent: z.int().describe('Position of the latest event that bears on these days'),
  conflicts: z.array(z.int()).describe('Positions of reports that contradict the ones used'),
  explanation: explanation.optional(),
});

export const designationsAnswer = asOf.extend({
  coverage: coverage.extend({ lists: z.array(coverage.extend({ list: z.string() })) }),
  items: z.array(designationItem),
  next,
});

const period = designationItem.extend({ validFrom: day.nullable(), validTo: day.nullable() });

export const designationAnswer = asOf.extend(period.shape).extend({
  record,
  references: z.array(z.string()),
  version: z.int().describe('Of its stream, for If-Match'),
  coverage,
});

const event = z
  .object({
    specversion: z.literal('1.0'),
    id: z.uuid(),
    source: z.string(),
    type: z.string(),
    subject: z.string(),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    position: z.int(),
    streamversion: z.int(),
    data: z.looseObject({ authority: z.string(), effective: edtf, recordedAt: z.iso.datetime(), source }),
  })
  .describe('A CloudEvents 1.0 object');
export { event as eventAnswer };

export const recorded = z.object({
  position: z.int().nullable(),
  version: z.int().nullable().describe('Of the stream, for If-Match'),
  event: event.nullable().describe('The one that says it, recorded now or before; null where no single one does'),
});

export const historyAnswer = asOf
  .omit({ on: true })
  .extend({ id: z.string(), references: z.array(z.string()), periods: z.array(period), events: z.array(event) });

export const eventsAnswer = z.object({ items: z.array(event), next });

const tally = z.object({ listed: z.int(), suspended: z.int(), uncertain: z.int(), delisted: z.int() });
export const countryItem = tally.extend({
  code: z.string(),
  name: z.string(),
  lists: z.array(tally.extend({ list: z.string() })),
  designations: z.int(),
  events: z.int(),
  lastEvent: z.int(),
  lastRecordedAt: z.iso.datetime(),
});
export const countriesAnswer = asOf.extend({ items: z.array(countryItem), next: z.null() });
export const countryAnswer = asOf.extend(countryItem.shape);

const instant = z.iso.datetime().nullable();
export const listItem = z.object({
  id: z.string(),
  authority: z.string(),
  name: z.string().nullable(),
  url: z.string().nullable(),
  legalBasis: z.string().nullable(),
  curated: z.boolean(),
  publications: z.int(),
  rejections: z.int(),
  lastPublication: z
    .object({ publishedOn: day, sha256: z.string(), position: z.int(), quarantined: z.int() })
    .nullable(),
  entries: z.int().describe('On record on the day'),
  lastChange: z
    .object({ position: z.int(), type: z.string(), effective: edtf, recordedAt: z.iso.datetime({ offset: true }) })
    .nullable()
    .describe('The last event about a designation, but for what was only read better'),
  lastEvent: z.int(),
  lastReview: z.object({ position: z.int(), effective: edtf, by: z.string(), outcome: z.string() }).nullable(),
  reviewDue: z.object({ by: day, overdue: z.boolean() }).nullable().describe('By the list’s own rhythm'),
  coverage,
  freshness: z
    .object({
      published: z.string().nullable().describe('The day of the last publication taken in'),
      fetched: instant.describe('When the authority last gave a file, or said that there is none newer'),
      verified: instant.describe('When what is held was last known to be current'),
      staleSince: instant.describe('Since when that is too long ago; null while it is not'),
      alarm: z.boolean().describe('Stale because fetching fails: somebody has to look'),
      failures: z.int().describe('In a row'),
      lastError: z.string().nullable(),
    })
    .describe('As it is now, whatever `on` and `knownAt` say; a list that is not fetched has `published` alone'),
});
export const listsAnswer = asOf.extend({ items: z.array(listItem), next: z.null() });
export const listAnswer = asOf
  .extend(listItem.shape)
  .extend({ reviews: z.array(z.looseObject({ position: z.int() })) });

const publication = z.object({
  list: z.string(),
  publishedOn: day.nullable(),
  sha256: z.string(),
  generatedAt: z.string().nullable(),
  recordedAt: z.iso.datetime(),
  position: z.int(),
  reader: z.string().nullable(),
  counts: z.record(z.string(), z.int()).nullable(),
  unknown: z.record(z.string(), z.int()).nullable(),
  quarantined: z.array(z.object({ entry: z.string(), reason: z.string() })).nullable(),
  forced: z.object({ reason: z.string(), code: z.string(), detail: z.string() }).nullable(),
  rejected: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export const publicationAnswer = z.object({
  knownAt: z.int(),
  ...publication.shape,
  fromPosition: z.int().describe('The first event recorded with it'),
  toPosition: z.int(),
  artefact: z
    .object({ bytes: z.int(), stored: z.int(), url: z.string() })
    .nullable()
    .describe('The file as published; null where it is not kept'),
});
export const publicationsAnswer = z.object({ knownAt: z.int(), position: z.int(), items: z.array(publication), next });

const count = z.int();
export const ingestReport = z.object({
  list: z.string(),
  publishedOn: day.nullable(),
  sha256: z.string(),
  ...{ designated: count, amended: count, delisted: count, suspended: count, reidentified: count },
  ...{ unchanged: count, cosmetic: count, quarantined: count },
  events: count.describe('Events about designations; fromPosition..toPosition also spans the list’s own'),
  fromPosition: count.nullable(),
  toPosition: count.nullable(),
  rejected: z.object({ code: z.string(), detail: z.string() }).nullable(),
});

const changes = ['designated', 'delisted', 'suspended', 'reinstated', 'reidentified', 'programs', 'amended'] as const;
export const diffAnswer = z.object({
  list: z.string(),
  from: day,
  to: day,
  knownAt: z.int(),
  position: z.int(),
  coverage: z.object({ from: coverage, to: coverage }),
  counts: z.record(z.enum(changes), count).describe('Of all pages'),
  items: z.array(
    z.object({
      change: z.enum(changes),
      certain: z.boolean().describe('False where it may have happened before `from`, or not yet on `to`'),
      id: z.string(),
      reference: z.string(),
      subject: z.object({ type: z.string(), name: z.string() }),
      programs: z.array(z.string()),
      status: z.object({ old: status, new: status }),
      fields: z
        .array(
          z.object({ op: z.string(), path: z.string(), value: z.unknown().optional(), old: z.unknown().optional() }),
        )
        .describe('JSON Patch of the record, with what stood there before'),
      events: z.array(
        z.object({
          position: z.int(),
          id: z.uuid(),
          type: z.string(),
          effective: edtf,
          cause: z.string(),
          confidence: z.string(),
          publisher: z.string(),
          publishedOn: edtf.nullable().describe('As its source is dated'),
          sha256: z.string().nullable().describe('Of the publication that told it'),
        }),
      ),
    }),
  ),
  next,
});
export const activityAnswer = z.object({
  list: z.string(),
  knownAt: z.int(),
  position: z.int(),
  coverage,
  items: z.array(
    z.object({
      month: z.string(),
      program: z.string().nullable().describe('Null is all of them together'),
      ...{ designated: count, delisted: count, suspended: count, reinstated: count, amended: count },
      joined: count.describe('Entries that came under the programme and stood on the list before'),
      left: count.describe('Entries that left it and stayed on the list'),
    }),
  ),
});

const associates = z
  .array(z.object({ list: z.string(), program: z.string(), listed: count.nullable(), position: z.int() }))
  .describe('No entry there itself, but others stand there because of it');
const links = z.array(
  z.object({
    entry: z.string(),
    designation: z.string().nullable(),
    subject: z.string(),
    evidence: z.array(z.object({ kind: z.string(), text: z.string() })),
    position: z.int(),
  }),
);
export const subjectAnswer = asOf.extend({
  id: z.string(),
  subjects: z.array(z.string()),
  designations: z.array(designationItem),
  ...{ links, associates },
});

const standing = z.object({
  id: z.string(),
  list: z.string(),
  name: z.string(),
  status,
  since: edtf.nullable(),
  programs: z.array(z.string()),
});
const tallies = z.object({ both: count, listOnly: count, withOnly: count });
export const alignmentAnswer = asOf.extend({
  list: z.string(),
  with: z.string(),
  coverage: z.object({ list: coverage, with: coverage }),
  counts: tallies,
  items: z.array(
    z.object({
      alignment: z.enum(['both', 'list-only', 'with-only']),
      name: z.string(),
      subjects: z.array(z.string()),
      entries: z.array(standing),
      counterparts: z.array(standing),
      since: z.string().nullable().describe('The day from which it stood on both'),
      followedAfterDays: z.int().nullable().describe('Negative where the first list was first'),
      evidence: z.array(z.object({ kind: z.string(), text: z.string(), position: z.int() })),
      associates,
    }),
  ),
  series: z.array(tallies.extend({ on: day })).optional(),
  next,
});

const envoy = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  ranks: z.array(z.object({ rank: z.string(), publisher: z.string(), position: z.int() })),
  status: z.string(),
  appointed: edtf.nullable(),
  accredited: edtf.nullable(),
  copiesAccepted: edtf.nullable(),
  accreditation: z.enum(['not-accredited', 'accredited', 'uncertain']),
  departed: edtf.nullable(),
  predecessor: z.string().nullable(),
  conflicts: z.array(z.int()),
  lastEvent: z.int(),
});
export const diplomacyAnswer = asOf.extend({
  items: z.array(
    z.object({
      post: z.string(),
      sending: z.string(),
      receiving: z.string(),
      role: z.string(),
      status: z.enum(['in-post', 'uncertain', 'vacant']),
      holder: envoy.nullable(),
      predecessor: envoy.nullable(),
      vacantSince: edtf.nullable(),
    }),
  ),
  recognition: z.array(
    z.object({
      by: z.string(),
      territory: z.string(),
      government: z.string(),
      status: z.enum(['not-recognised', 'recognised', 'withdrawn', 'uncertain']),
      since: edtf.nullable(),
      until: edtf.nullable(),
      conflicts: z.array(z.int()),
      lastEvent: z.int(),
    }),
  ),
  control: z.array(
    z.object({ territory: z.string(), by: z.string(), since: edtf, conflicts: z.array(z.int()), lastEvent: z.int() }),
  ),
});

export const threadAnswer = z.object({
  knownAt: z.int(),
  position: z.int(),
  event,
  inReactionTo: z.array(z.uuid()).describe('What the event itself reacts to, the nearest first'),
  items: z.array(
    z.object({
      position: z.int(),
      id: z.uuid(),
      type: z.string(),
      authority: z.string(),
      effective: edtf,
      to: z.uuid().describe('What it speaks of'),
      kind: z.enum(['reaction', 'about']),
      depth: z.int(),
      lagDays: z.int().nullable(),
      data: z.looseObject({}),
    }),
  ),
});

export const timelineAnswer = z.object({
  knownAt: z.int(),
  position: z.int(),
  items: z.array(
    z.object({
      position: z.int(),
      id: z.uuid(),
      type: z.string(),
      stream: z.string(),
      authority: z.string(),
      roles: z.array(z.string()),
      effective: edtf,
      title: z.string(),
      publisher: z.string(),
    }),
  ),
  next,
});
