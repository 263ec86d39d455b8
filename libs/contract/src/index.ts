export { grant, keyBody, SCOPES, rotationBody, type AuditEntry, type Key, type NewKey, type Scope } from './access.ts';
export { ATLAS_SIDES, type AtlasAnswer, type AtlasSide, type ChangePoints } from './atlas.ts';
export {
  activityAnswer,
  CHANGES,
  type ActivityAnswer,
  type ActivityItem,
  type Change,
  type ChangeEvent,
  type ChangeKind,
  type DiffAnswer,
  type DiffItem,
} from './changes.ts';
export { commandLine, type Printed } from './command-line.ts';
export { ingestReport, recorded, type IngestReport, type PublicationOptions, type Recorded } from './commands.ts';
export { countryItem, ROLES, type CountryItem, type Role, type TimelineItem } from './countries.ts';
export {
  designation,
  designationPeriod,
  explanation,
  STATUSES,
  type Designation,
  type DesignationAnswer,
  type BatchAnswer,
  type DesignationPeriod,
  type DesignationsAnswer,
  type HistoryAnswer,
  type SnapshotLine,
} from './designations.ts';
export { type DiplomacyAnswer, type Post } from './diplomacy.ts';
export {
  EXPORT_FILES,
  type ExportCatalog,
  type ExportDataset,
  type ExportDelta,
  type ExportResource,
  type ExportVersions,
} from './exports.ts';
export { eventForm, type EventForm, type JsonFeed, type ThreadAnswer, type ThreadItem } from './events.ts';
export { listItem, type ListOnRecord, type Publication, type Review } from './lists.ts';
export {
  type AlignmentAnswer,
  type AlignmentItem,
  type AssociateCount,
  type LinkedEntry,
  type SeriesPoint,
  type StandingItem,
  type SubjectAnswer,
} from './parties.ts';
export {
  CUSTOMER_TYPES,
  screening,
  type Screening,
  type ScreeningAsked,
  type ScreeningDifference,
} from './screenings.ts';
export {
  type Extension,
  type ExtendQuery,
  type Manifest,
  type ReconcileQuery,
  type Reconciliation,
  type Suggested,
} from './reconcile.ts';
export {
  MOST_NAMES,
  OTHER_NUMBERS,
  type EntitySearchAnswer,
  type EntitySearchQuery,
  matchBody,
  matchQuery,
  MOST_MATCHES,
  type FoundItem,
  type FtmEntityAnswer,
  type MatchAnswer,
  type MatchBody,
  type MatchExample,
  type MatchQuery,
  type SearchAnswer,
} from './matching.ts';
export { problem, PROBLEM_CODES, ProblemError, refusedPublication, type Found, type Problem } from './problem.ts';
export { authorityFilter, dayText, nothing, typeFilter } from './query.ts';
export {
  commands,
  ingest,
  lookups,
  managed,
  management,
  screenings,
  questions,
  streams,
  webhooks,
  type CommandRoute,
  type LookupRoute,
  type ManagementRoute,
  type QuestionRoute,
} from './routes.ts';
export { service, type ServiceRoute } from './service.ts';
export { designationState, topics, watermark, type TopicMessage, type TopicRoute } from './topics.ts';
export {
  OPERATIONAL_TYPES,
  RETRY_SECONDS,
  delivery,
  replayParam,
  webhook,
  webhookBody,
  webhookChange,
  webhookFilter,
  type Attempt,
  type Delivery,
  type DeliveryAnswer,
  type NewWebhook,
  type OperationalType,
  type Preview,
  type Replay,
  type ReplayStanding,
  type Rotated,
  type Webhook,
  type WebhookBody,
  type WebhookChange,
  type WebhookFilter,
} from './webhooks.ts';
export { coverage, day, edtf, instant, position, status, type AsOf, type Coverage, type Sent } from './words.ts';
