import type { z } from 'zod';
import {
  auditAnswer,
  auditQuery,
  keyBody,
  keyParam,
  key,
  keysAnswer,
  newKey,
  rotationBody,
  type Scope,
} from './access.ts';
import { atlasAnswer, atlasQuery } from './atlas.ts';
import { activityAnswer, activityQuery, diffPage, diffQuery } from './changes.ts';
import { bodies, ingestReport, publicationOptions } from './commands.ts';
import { countriesAnswer, countryAnswer, timelinePage, timelineQuery } from './countries.ts';
import {
  batchAnswer,
  batchBody,
  designationAnswer,
  designationQuery,
  designationsPage,
  designationsQuery,
  historyAnswer,
  listDesignationsQuery,
  snapshotLine,
  snapshotQuery,
} from './designations.ts';
import { diplomacyAnswer, diplomacyQuery } from './diplomacy.ts';
import {
  eventForm,
  eventsAnswer,
  eventsBatch,
  eventsQuery,
  eventStreamQuery,
  feedQuery,
  jsonFeed,
  threadAnswer,
} from './events.ts';
import {
  datasetParam,
  EXPORT_TYPES,
  exportCatalog,
  exportDataset,
  exportDelta,
  exportParam,
  exportVersions,
  fileParam,
} from './exports.ts';
import { listAnswer, listsPage, publicationAnswer, publicationsAnswer, publicationsQuery } from './lists.ts';
import { alignmentPage, alignmentQuery, subjectAnswer } from './parties.ts';
import {
  asOfQuery,
  countryParam,
  designationParam,
  eventParam,
  knownQuery,
  listParam,
  nothing,
  pageQuery,
  publicationParam,
  subjectParam,
} from './query.ts';
import {
  algorithmsAnswer,
  catalogAnswer,
  datasetPath,
  entityParam,
  entityQuery,
  entitySearchAnswer,
  entitySearchQuery,
  ftmEntity,
  matchAnswer,
  matchBody,
  matchQuery,
  searchAnswer,
  searchQuery,
} from './matching.ts';
import {
  previewQuery,
  proposeAnswer,
  proposeQuery,
  reconcileAnswer,
  reconcileBody,
  reconcileQuery,
  suggestAnswer,
  suggestQuery,
  suggestWordAnswer,
  suggestWordQuery,
} from './reconcile.ts';
import {
  CUSTOMER_TYPES,
  screening,
  screeningChange,
  screeningChanges,
  screeningParam,
  screeningQuery,
  screeningsPage,
  screeningsQuery,
} from './screenings.ts';
import * as hooks from './webhooks.ts';

/** A question: what is asked, and the shape of what is answered. */
export interface QuestionRoute {
  path: string;
  summary: string;
  params: z.ZodObject;
  query: z.ZodObject;
  /** Null where the answer is a file. */
  answer: z.ZodType | null;
  /** What it is sent as; JSON where left out. */
  type?: string;
  /** Of NDJSON and server-sent events: the shape of each line, or of the data of each event. */
  line?: z.ZodType;
  /** What it can be had as, too: text where it has no shape, anything where it has no example either. */
  also?: readonly { type: string; shape?: z.ZodType; example?: string }[];
  /** Whether Accept has a say in it. */
  negotiated?: boolean;
  /** A file that can be had in parts. */
  inParts?: boolean;
  /** It belongs to an account: a key is needed even where everybody may read. */
  ofAccount?: boolean;
  /** It may not be there yet (409). */
  mayConflict?: boolean;
}

/** Every question that REST answers. */
export const questions = {
  countries: {
    path: '/v1/countries',
    summary: 'Every country with something recorded',
    params: nothing,
    query: asOfQuery,
    answer: countriesAnswer,
  },
  country: {
    path: '/v1/countries/{code}',
    summary: 'One country: its lists and what stands on them',
    params: countryParam,
    query: asOfQuery,
    answer: countryAnswer,
  },
  countryDesignations: {
    path: '/v1/countries/{code}/designations',
    summary: 'What stands on a country’s lists on a day, as known at a position',
    params: countryParam,
    query: designationsQuery,
    answer: designationsPage,
  },
  timeline: {
    path: '/v1/countries/{code}/timeline',
    summary: 'All that concerns a country, as designator, sender, receiver or subject, in order of validity',
    params: countryParam,
    query: timelineQuery,
    answer: timelinePage,
  },
  atlas: {
    path: '/v1/atlas',
    summary: 'How many stand where on every day: the changes from day to day, per authority, list and target',
    params: nothing,
    query: atlasQuery,
    answer: atlasAnswer,
  },
  lists: {
    path: '/v1/lists',
    summary: 'Every list, with what we can answer for',
    params: nothing,
    query: asOfQuery,
    answer: listsPage,
  },
  list: {
    path: '/v1/lists/{id}',
    summary: 'One list: its coverage and its audits',
    params: listParam,
    query: asOfQuery,
    answer: listAnswer,
  },
  listDesignations: {
    path: '/v1/lists/{id}/designations',
    summary: 'What stands on a list on a day, as known at a position',
    params: listParam,
    query: listDesignationsQuery,
    answer: designationsPage,
  },
  snapshot: {
    path: '/v1/lists/{id}/snapshot',
    summary: 'A whole list on a day as NDJSON, and the stream that goes on from there',
    params: listParam,
    query: snapshotQuery,
    answer: null,
    type: 'application/x-ndjson',
    line: snapshotLine,
  },
  publications: {
    path: '/v1/lists/{id}/publications',
    summary: 'A list’s publications, ingested or rejected, in the order they were recorded',
    params: listParam,
    query: publicationsQuery,
    answer: publicationsAnswer,
  },
  diff: {
    path: '/v1/lists/{id}/diff',
    summary: 'What changed on a list from one day to another, and by which events and publications',
    params: listParam,
    query: diffQuery,
    answer: diffPage,
    also: [{ type: 'text/csv', example: 'change,certain,list,id,reference\r\n' }],
  },
  activity: {
    path: '/v1/lists/{id}/activity',
    summary: 'How much a list moved, by month and programme',
    params: listParam,
    query: activityQuery,
    answer: activityAnswer,
  },
  publication: {
    path: '/v1/lists/{id}/publications/{sha256}',
    summary: 'One publication: what it changed, what was not known in it, what was quarantined and why',
    params: publicationParam,
    query: knownQuery,
    answer: publicationAnswer,
  },
  artefact: {
    path: '/v1/lists/{id}/publications/{sha256}/artefact',
    summary: 'The file of a publication, byte for byte as it was published',
    params: publicationParam,
    query: nothing,
    answer: null,
    type: 'application/octet-stream',
  },
  designation: {
    path: '/v1/designations/{id}',
    summary: 'One designation as it stands on a day, by its id or any reference it ever had',
    params: designationParam,
    query: designationQuery,
    answer: designationAnswer,
  },
  history: {
    path: '/v1/designations/{id}/history',
    summary: 'All periods of a designation as known, and the events they are made of',
    params: designationParam,
    query: knownQuery,
    answer: historyAnswer,
  },
  events: {
    path: '/v1/events',
    summary: 'Events in the order they were recorded',
    params: nothing,
    query: eventsQuery,
    answer: eventsAnswer,
    also: [
      { type: 'application/cloudevents-batch+json', shape: eventsBatch },
      { type: 'application/x-ndjson', example: '{"end":{"count":0,"position":0,"sha256":"e3b0c442…"}}\n' },
    ],
    negotiated: true,
  },
  event: {
    path: '/v1/events/{id}',
    summary: 'One event by its id or its position: the canonical bytes',
    params: eventParam,
    query: nothing,
    answer: eventForm,
    type: 'application/cloudevents+json',
    also: [
      // In binary mode: what stands around the data is in the header.
      { type: 'application/json', example: '{"list":"un-sc","reference":"QDe.004"}' },
      // Whoever reads the path as a pattern takes `stream` for an id.
      { type: 'text/event-stream', example: 'retry: 2000\nid: 412\n\n' },
    ],
    negotiated: true,
  },
  eventsAtom: {
    path: '/v1/feeds/events.atom',
    summary: 'The newest events as an Atom feed (RFC 4287), with archive pages (RFC 5005)',
    params: nothing,
    query: feedQuery,
    answer: null,
    type: 'application/atom+xml',
  },
  eventsJsonFeed: {
    path: '/v1/feeds/events.json',
    summary: 'The newest events as a JSON Feed 1.1',
    params: nothing,
    query: feedQuery,
    answer: jsonFeed,
    type: 'application/feed+json',
  },
  thread: {
    path: '/v1/events/{id}/thread',
    summary: 'An event and what reacted to it, to any depth',
    params: eventParam,
    query: knownQuery,
    answer: threadAnswer,
  },
  subject: {
    path: '/v1/subjects/{id}',
    summary: 'One party on all lists, by a subject’s id or by any of its designations',
    params: subjectParam,
    query: asOfQuery,
    answer: subjectAnswer,
  },
  alignment: {
    path: '/v1/alignment',
    summary: 'Which parties stand on a list and on another, which on one alone, and who followed whom',
    params: nothing,
    query: alignmentQuery,
    answer: alignmentPage,
  },
  diplomacy: {
    path: '/v1/diplomacy',
    summary: 'Who has which envoy where on a day: appointed, accredited, recognised; vacancies and predecessors',
    params: nothing,
    query: diplomacyQuery,
    answer: diplomacyAnswer,
  },
  exportCatalogNow: {
    path: '/v1/export/catalog.json',
    summary: 'Every dataset of today as known now, for yente, motiva and Marble',
    params: nothing,
    query: nothing,
    answer: exportCatalog,
  },
  exportCatalog: {
    path: '/v1/export/{on}/{knownAt}/catalog.json',
    summary: 'Every dataset of a day, as known at a position',
    params: exportParam,
    query: nothing,
    answer: exportCatalog,
  },
  exportIndex: {
    path: '/v1/export/{on}/{knownAt}/{dataset}/index.json',
    summary: 'One dataset with all of its files',
    params: datasetParam,
    query: nothing,
    answer: exportDataset,
  },
  exportVersions: {
    path: '/v1/export/{on}/{knownAt}/{dataset}/versions.json',
    summary: 'The newest hundred versions of a dataset',
    params: datasetParam,
    query: nothing,
    answer: exportVersions,
  },
  exportDelta: {
    path: '/v1/export/{on}/{knownAt}/{dataset}/delta.json',
    summary: 'Where it says what each version of a dataset changed',
    params: datasetParam,
    query: nothing,
    answer: exportDelta,
  },
  exportFile: {
    path: '/v1/export/{on}/{knownAt}/{dataset}/{file}',
    summary: 'What stands on a day, as known at a position, as a file: ranges, gzip and zstd',
    params: fileParam,
    query: nothing,
    answer: null,
    type: 'application/octet-stream',
    // By the name of the file.
    also: EXPORT_TYPES.map((type) => ({ type })),
    inParts: true,
  },
  search: {
    path: '/v1/search',
    summary: 'Designations by a name in any script, its beginning, or a number',
    params: nothing,
    query: searchQuery,
    answer: searchAnswer,
  },
  searchDataset: {
    path: '/v1/search/{dataset}',
    summary: 'Entities of a dataset by a name in any script, its beginning, or a number, as yente is asked',
    params: datasetPath,
    query: entitySearchQuery,
    answer: entitySearchAnswer,
  },
  entity: {
    path: '/v1/entities/{entity}',
    summary: 'One designation as an entity of FollowTheMoney, by the id that matches have',
    params: entityParam,
    query: entityQuery,
    answer: ftmEntity,
  },
  algorithms: {
    path: '/v1/algorithms',
    summary: 'The versions of the scorer',
    params: nothing,
    query: nothing,
    answer: algorithmsAnswer,
  },
  catalog: {
    path: '/v1/catalog',
    summary: 'What can be matched against',
    params: nothing,
    query: asOfQuery,
    answer: catalogAnswer,
  },
  reconcile: {
    path: '/v1/reconcile',
    summary: 'The reconciliation service of all lists (W3C Reconciliation 0.2), for OpenRefine',
    params: nothing,
    query: reconcileQuery,
    answer: reconcileAnswer,
  },
  reconcileDataset: {
    path: '/v1/reconcile/{dataset}',
    summary: 'The reconciliation service of a dataset',
    params: datasetPath,
    query: reconcileQuery,
    answer: reconcileAnswer,
  },
  suggestEntities: {
    path: '/v1/reconcile/{dataset}/suggest/entity',
    summary: 'Entities by a name that is being typed',
    params: datasetPath,
    query: suggestQuery,
    answer: suggestAnswer,
  },
  suggestProperties: {
    path: '/v1/reconcile/{dataset}/suggest/property',
    summary: 'Properties by a word that is being typed',
    params: datasetPath,
    query: suggestWordQuery,
    answer: suggestWordAnswer,
  },
  suggestTypes: {
    path: '/v1/reconcile/{dataset}/suggest/type',
    summary: 'Types by a word that is being typed',
    params: datasetPath,
    query: suggestWordQuery,
    answer: suggestWordAnswer,
  },
  proposeProperties: {
    path: '/v1/reconcile/{dataset}/properties',
    summary: 'Properties that entities can be extended by',
    params: datasetPath,
    query: proposeQuery,
    answer: proposeAnswer,
  },
  screeningResult: {
    path: '/v1/screenings/{run}/result',
    summary: 'The result of a run that is done, as CSV: the same bytes whenever the same is asked',
    params: screeningParam,
    query: nothing,
    answer: null,
    type: 'text/csv',
    ofAccount: true,
    mayConflict: true,
  },
  preview: {
    path: '/v1/reconcile/{dataset}/preview',
    summary: 'An entity as a small page, to be shown in a frame',
    params: datasetPath,
    query: previewQuery,
    answer: null,
    type: 'text/html',
  },
} as const satisfies Record<string, QuestionRoute>;

/** A question whose body says what is asked about: it records nothing, and whoever may read may ask it. */
export interface LookupRoute extends QuestionRoute {
  body: z.ZodObject;
  /** Whether the body is sent as a form of a web page has it; as JSON, where left out. */
  isForm?: boolean;
}

export const lookups = {
  designations: {
    path: '/v1/designations:batch',
    summary: 'Up to 1,000 designations as they stand on one day, as known at one position',
    params: nothing,
    query: asOfQuery,
    body: batchBody,
    answer: batchAnswer,
  },
  match: {
    path: '/v1/match',
    summary: 'Who of up to 100 parties is on a list, as yente is asked',
    params: nothing,
    query: matchQuery,
    body: matchBody,
    answer: matchAnswer,
  },
  matchDataset: {
    path: '/v1/match/{dataset}',
    summary: 'Who of up to 100 parties is in a dataset, as yente is asked',
    params: datasetPath,
    query: matchQuery,
    body: matchBody,
    answer: matchAnswer,
  },
  reconcile: {
    path: '/v1/reconcile',
    summary: 'The reconciliation service of all lists, asked with a form',
    params: nothing,
    query: asOfQuery,
    body: reconcileBody,
    isForm: true,
    answer: reconcileAnswer,
  },
  reconcileDataset: {
    path: '/v1/reconcile/{dataset}',
    summary: 'The reconciliation service of a dataset, asked with a form',
    params: datasetPath,
    query: asOfQuery,
    body: reconcileBody,
    isForm: true,
    answer: reconcileAnswer,
  },
} as const satisfies Record<string, LookupRoute>;

/** What goes on for as long as the caller listens. */
export const streams = {
  events: {
    path: '/v1/events/stream',
    summary: 'The log as it grows, as server-sent events; the id of each is its position',
    params: nothing,
    query: eventStreamQuery,
    answer: null,
    type: 'text/event-stream',
    line: eventForm,
  },
} as const satisfies Record<string, QuestionRoute>;

/** What is done to the service itself and is no event: keys and whoever else lives on it. Its answers are kept by nobody. */
export interface ManagementRoute {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  scope: Scope;
  params: z.ZodObject;
  query: z.ZodObject;
  /** Null where nothing is sent, or a file. */
  body: z.ZodObject | null;
  /** The types that a file may be of, where one is sent. */
  file?: readonly string[];
  /** Null where nothing is answered (204). */
  answer: z.ZodType | null;
  /** 200 where left out, 204 without an answer. */
  status?: 200 | 201 | 202;
  /** An Idempotency-Key is needed: done twice, it would be two. */
  isOnce?: boolean;
  /** Its answer has an ETag, which If-Match of a change takes. */
  hasTag?: boolean;
  /** A rule may forbid it (409). */
  mayConflict?: boolean;
  /** If-Match is looked at: nothing is done where somebody changed it since it was read. */
  takesMatch?: boolean;
}

export const management = {
  createKey: {
    method: 'post',
    path: '/v1/keys',
    summary: 'Make a key; it is shown this once',
    scope: 'admin',
    params: nothing,
    query: nothing,
    body: keyBody,
    answer: newKey,
    status: 201,
  },
  keys: {
    method: 'get',
    path: '/v1/keys',
    summary: 'All keys, those that are none any more too',
    scope: 'admin',
    params: nothing,
    query: nothing,
    body: null,
    answer: keysAnswer,
  },
  key: {
    method: 'get',
    path: '/v1/keys/{id}',
    summary: 'One key',
    scope: 'admin',
    params: keyParam,
    query: nothing,
    body: null,
    answer: key,
  },
  rotateKey: {
    method: 'post',
    path: '/v1/keys/{id}/rotation',
    summary: 'Make a key that takes the place of this one',
    scope: 'admin',
    params: keyParam,
    query: nothing,
    body: rotationBody,
    answer: newKey,
    status: 201,
  },
  revokeKey: {
    method: 'delete',
    path: '/v1/keys/{id}',
    summary: 'Take a key away, at once and everywhere',
    scope: 'admin',
    params: keyParam,
    query: nothing,
    body: null,
    answer: null,
  },
  auditTrail: {
    method: 'get',
    path: '/v1/audit-trail',
    summary: 'Who was refused, and who administered what',
    scope: 'audit',
    params: nothing,
    query: auditQuery,
    body: null,
    answer: auditAnswer,
  },
} as const satisfies Record<string, ManagementRoute>;

/** A command: what is sent, and where. All of them answer with the event that says it. */
export interface CommandRoute {
  path: string;
  summary: string;
  params: z.ZodObject;
  body: z.ZodObject;
  /** What was read must be what is changed: If-Match is needed. */
  needsMatch?: boolean;
}

const PARAMS: Record<string, z.ZodObject> = {
  lists: listParam,
  designations: designationParam,
  subjects: subjectParam,
  events: eventParam,
};

/** What stands in the path of a command is checked as where it is asked for. */
const command = (path: string, summary: string, body: z.ZodObject, more: { needsMatch?: true } = {}): CommandRoute => ({
  path,
  summary,
  params: path.includes('{id}') ? PARAMS[path.split('/')[2]!]! : nothing,
  body: body.meta({ title: summary, description: 'The data of the event, without what the path says' }),
  ...more,
});

/** Everything that can be recorded by REST, publications apart. */
export const commands = {
  registerList: command('/v1/lists', 'Register a list', bodies.list),
  reviewList: command('/v1/lists/{id}/reviews', 'Record an audit of a list', bodies.review),
  endCoverage: command(
    '/v1/lists/{id}/coverage-end',
    'Record that a list can no longer be read; nobody is delisted by it',
    bodies.coverageEnd,
  ),
  resumeCoverage: command(
    '/v1/lists/{id}/coverage-resumption',
    'Record that a list can be read again',
    bodies.coverageResumption,
  ),
  designate: command('/v1/designations', 'Record that a party was designated', bodies.designation),
  delist: command('/v1/designations/{id}/delisting', 'Record that a party was delisted', bodies.delisting),
  suspend: command('/v1/designations/{id}/suspension', 'Record that a designation was suspended', bodies.suspension),
  reinstate: command(
    '/v1/designations/{id}/reinstatement',
    'Record that a suspended designation is in force again',
    bodies.reinstatement,
  ),
  amend: command(
    '/v1/designations/{id}/amendments',
    'Record a change of substance, programmes coming and going included',
    bodies.amendment,
    { needsMatch: true },
  ),
  reidentify: command(
    '/v1/designations/{id}/reidentification',
    'Record that an entry got a new reference number',
    bodies.reidentification,
  ),
  link: command('/v1/subjects/{id}/links', 'Record that entries of several lists are one party', bodies.links),
  unlink: command('/v1/subjects/{id}/unlinks', 'Record that entries are not that party', bodies.unlinks),
  appointEnvoy: command('/v1/envoys', 'Record that an envoy was appointed', bodies.appointment),
  acceptCredentials: command('/v1/credentials', 'Record that an envoy’s credentials were accepted', bodies.credentials),
  recordDeparture: command('/v1/departures', 'Record that an envoy left the post', bodies.departure),
  issueStatement: command('/v1/statements', 'Record what an official said', bodies.statement),
  adoptResolution: command('/v1/resolutions', 'Record that a resolution was adopted', bodies.resolution),
  assumeControl: command('/v1/control', 'Record who came to hold a territory', bodies.control),
  grantRecognition: command('/v1/recognitions', 'Record that an authority recognises a government', bodies.recognition),
  withdrawRecognition: command(
    '/v1/recognition-withdrawals',
    'Record that an authority recognises a government no longer',
    bodies.recognitionWithdrawal,
  ),
  provideAssistance: command('/v1/assistance', 'Record that an authority gave help', bodies.assistance),
  correctEvent: command(
    '/v1/events/{id}/correction',
    'Record that an event was wrong in some of its fields',
    bodies.correction,
  ),
  retractEvent: command(
    '/v1/events/{id}/retraction',
    'Record that an event should not have been recorded',
    bodies.retraction,
  ),
};

/** The one command whose body is a file. */
export const ingest = {
  path: '/v1/lists/{id}/publications',
  summary: 'Ingest a publication: the file as it was published, plain or gzip',
  params: listParam,
  query: publicationOptions,
  answer: ingestReport,
};

/** Files of customers that are screened; everybody with a key has his own. */
export const screenings = {
  create: {
    method: 'post',
    path: '/v1/screenings',
    summary: 'Screen a file of customers; the same question about the same file is the run that it was',
    scope: 'read',
    params: nothing,
    query: screeningQuery,
    body: null,
    file: CUSTOMER_TYPES,
    answer: screening,
    status: 202,
    mayConflict: true,
  },
  list: {
    method: 'get',
    path: '/v1/screenings',
    summary: 'The runs of the caller; all of them for an admin',
    scope: 'read',
    params: nothing,
    query: screeningsQuery,
    body: null,
    answer: screeningsPage,
  },
  show: {
    method: 'get',
    path: '/v1/screenings/{run}',
    summary: 'One run, and how far it is',
    scope: 'read',
    params: screeningParam,
    query: nothing,
    body: null,
    answer: screening,
  },
  change: {
    method: 'patch',
    path: '/v1/screenings/{run}',
    summary: 'Watch a run or no longer, or keep it for another time',
    scope: 'read',
    params: screeningParam,
    query: nothing,
    body: screeningChange,
    answer: screening,
    mayConflict: true,
  },
  remove: {
    method: 'delete',
    path: '/v1/screenings/{run}',
    summary: 'Delete a run, its customers and what came of them',
    scope: 'read',
    params: screeningParam,
    query: nothing,
    body: null,
    answer: null,
  },
  changes: {
    method: 'get',
    path: '/v1/screenings/{run}/changes',
    summary: 'What changed in the result of a run that is watched, and by which events',
    scope: 'read',
    params: screeningParam,
    query: screeningsQuery,
    body: null,
    answer: screeningChanges,
  },
} as const satisfies Record<string, ManagementRoute>;

/** Endpoints that are told of events, and how that goes. */
export const webhooks = {
  create: {
    method: 'post',
    path: '/v1/webhooks',
    summary: 'Register an endpoint; its secret is shown this once',
    scope: 'webhooks',
    params: nothing,
    query: nothing,
    body: hooks.webhookBody,
    answer: hooks.newWebhook,
    status: 201,
    isOnce: true,
    hasTag: true,
  },
  list: {
    method: 'get',
    path: '/v1/webhooks',
    summary: 'The endpoints of the caller; all of them for an admin',
    scope: 'webhooks',
    params: nothing,
    query: pageQuery,
    body: null,
    answer: hooks.webhooksPage,
  },
  show: {
    method: 'get',
    path: '/v1/webhooks/{id}',
    summary: 'One endpoint and how it goes',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: null,
    answer: hooks.webhook,
    hasTag: true,
  },
  change: {
    method: 'patch',
    path: '/v1/webhooks/{id}',
    summary: 'Change an endpoint, pause it, or enable it again',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: hooks.webhookChange,
    answer: hooks.webhook,
    hasTag: true,
    takesMatch: true,
  },
  remove: {
    method: 'delete',
    path: '/v1/webhooks/{id}',
    summary: 'Delete an endpoint and all that waits for it',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: null,
    answer: null,
    takesMatch: true,
  },
  previewFilter: {
    method: 'post',
    path: '/v1/webhooks/preview',
    summary: 'What a filter would have sent',
    scope: 'webhooks',
    params: nothing,
    query: nothing,
    body: hooks.previewBody,
    answer: hooks.preview,
  },
  preview: {
    method: 'post',
    path: '/v1/webhooks/{id}/preview',
    summary: 'What another filter would have sent, or its own',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: hooks.previewBody,
    answer: hooks.preview,
  },
  ping: {
    method: 'post',
    path: '/v1/webhooks/{id}/ping',
    summary: 'Send a ping, or an example of an event',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: hooks.pingBody,
    answer: hooks.delivery,
    status: 202,
  },
  rotate: {
    method: 'post',
    path: '/v1/webhooks/{id}/rotation',
    summary: 'Make new secrets; the old ones sign on for a while',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: hooks.rotationBody,
    answer: hooks.rotated,
    status: 201,
    isOnce: true,
  },
  deliveries: {
    method: 'get',
    path: '/v1/webhooks/{id}/deliveries',
    summary: 'Deliveries, the newest first',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: hooks.deliveriesQuery,
    body: null,
    answer: hooks.deliveriesPage,
  },
  delivery: {
    method: 'get',
    path: '/v1/webhooks/{id}/deliveries/{delivery}',
    summary: 'One delivery and its attempts',
    scope: 'webhooks',
    params: hooks.deliveryParam,
    query: nothing,
    body: null,
    answer: hooks.deliveryAnswer,
  },
  resend: {
    method: 'post',
    path: '/v1/webhooks/{id}/deliveries/{delivery}/resend',
    summary: 'Send a delivery once more',
    scope: 'webhooks',
    params: hooks.deliveryParam,
    query: nothing,
    body: null,
    answer: hooks.delivery,
    status: 202,
  },
  replay: {
    method: 'post',
    path: '/v1/webhooks/{id}/replay',
    summary: 'Send events once more, from any position of history',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: nothing,
    body: hooks.replayBody,
    answer: hooks.replay,
    status: 202,
    isOnce: true,
  },
  replays: {
    method: 'get',
    path: '/v1/webhooks/{id}/replays',
    summary: 'Replays, the newest first',
    scope: 'webhooks',
    params: hooks.webhookParam,
    query: pageQuery,
    body: null,
    answer: hooks.replaysPage,
  },
  replayStanding: {
    method: 'get',
    path: '/v1/webhooks/{id}/replays/{replay}',
    summary: 'One replay, and how far it has come',
    scope: 'webhooks',
    params: hooks.replayParam,
    query: nothing,
    body: null,
    answer: hooks.replayStanding,
  },
  cancelReplay: {
    method: 'delete',
    path: '/v1/webhooks/{id}/replays/{replay}',
    summary: 'Call a replay off: nothing more of it is sent; one that is over stays as it is',
    scope: 'webhooks',
    params: hooks.replayParam,
    query: nothing,
    body: null,
    answer: hooks.replayStanding,
  },
} as const satisfies Record<string, ManagementRoute>;

/** All that is done to the service itself. */
export const managed: readonly ManagementRoute[] = [management, webhooks, screenings].flatMap((routes) =>
  Object.values<ManagementRoute>(routes),
);
