export {
  isAsked,
  LogUnavailableError,
  SubmissionReusedError,
  type AppendResult,
  type EventFilter,
  type EventLog,
  type ExpectedVersion,
  type PrivateMetadata,
  type ReadOptions,
  type RecordedEvent,
  type StreamAppend,
  type Submission,
  type SubmissionDraft,
} from './event-log.ts';
export { designationStreamOf, handleCommand, streamsOnce, withOwnReports } from './handle-command.ts';
export { instantOf } from './instant.ts';
export { createMemoryEventLog } from './memory.ts';
export { draftSubmission } from './prepare.ts';
export { createPostgresEventLog } from './postgres.ts';
export { withinHead } from './within-head.ts';
export { slimming } from './slim.ts';
export { fromPublicBytes, publicBytes, publicText, publicForm, sourceOf } from './public-form.ts';

/** The tables of this lib, for `migrate`. */
export const eventLogMigrations = { lib: 'event-log', folder: new URL('./sql/', import.meta.url) };
