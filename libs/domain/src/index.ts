export * as correctionEvents from './correction/events.ts';
export * as designationEvents from './designation/events.ts';
export * as governmentEvents from './government/events.ts';
export * as listEvents from './list/events.ts';
export * as postEvents from './post/events.ts';
export * as resolutionEvents from './resolution/events.ts';
export * as statementEvents from './statement/events.ts';
export * as subjectEvents from './subject/events.ts';
export {
  FIRST_DAY,
  ID_RULE,
  isId,
  isOneLine,
  isSubjectId,
  isShortPointer,
  MAX_POINTER,
  POINTER_RULE,
  LAST_DAY,
  MAX_DEPTH,
  MAX_CHANGES,
  MAX_ID,
  MAX_LIST_ID,
  MAX_REVIEW_MONTHS,
  MAX_SUBJECT_ID,
  refuseDepth,
  SUBJECT_ID_RULE,
} from './limits.ts';
export { correctionEvent, type CorrectionEvent } from './correction/events.ts';
export { parseJson } from './json-text.ts';
export { canonicalize, contentHash, factName, json, nameUuid, sameContent, type Json } from './canonical-json.ts';
export { domainEvent, eventTypes, upcast, type EventType, type StoredShape } from './catalogue.ts';
export { isCorrection, withCorrections, type Known } from './correction/corrections.ts';
export { type CorrectionCommand } from './correction/correctable.ts';
export { authorities, isAuthority } from './countries.ts';
export { fold, type Decider } from './decider.ts';
export { designation, recordOn, type Designation, type DesignationCommand } from './designation/decider.ts';
export { designationReport, type DesignationEvent, type DesignationReport } from './designation/events.ts';
export { decidedByHand } from './designation/decisions.ts';
export { explainOn, type ExplainedEvent, type Explanation } from './designation/explain.ts';
export {
  byDay,
  isCovered,
  namesUnchanged,
  printedInstant,
  type ListPublication,
} from './designation/list-publication.ts';
export {
  followPublications,
  ownReportsAfter,
  ownReportsAfterList,
  printingsOf,
  publicationsIn,
  type Telling,
} from './designation/publications.ts';
export { ownReports, type OwnReport } from './designation/own-reports.ts';
export type { Printing } from './designation/printings.ts';
export {
  lineOf,
  publicationDayOf,
  reportOf,
  segmentOn,
  statusAndContents,
  type KnownDesignationEvent,
  type Segment,
  type Status,
} from './designation/line.ts';
export { applyPatch, diffRecords, type PatchOperation } from './designation/patch.ts';
export {
  comparable,
  identifierType,
  record,
  subject,
  subjectType,
  type DesignationRecord,
  type IdentifierType,
  type Subject,
  type SubjectType,
} from './designation/record.ts';
export { ConcurrencyError, DomainError, InputError, NotFoundError } from './errors.ts';
export {
  deciderOf,
  streamOf,
  type AnyDecider,
  type DomainCommand,
  type DomainEvent,
  type DomainReport,
  type ReportingCommand,
} from './families.ts';
export { governmentReport, type GovernmentEvent, type GovernmentReport } from './government/events.ts';
export { controlOn, recognitionsOn, type ControlOn, type RecognitionOn } from './government/line.ts';
export { list, publicationKey, type List, type ListCommand } from './list/decider.ts';
export {
  listReport,
  publicationCounts,
  type ListEvent,
  type ListReport,
  type PublicationCounts,
} from './list/events.ts';
export {
  addDays,
  addMonths,
  day,
  daysBetween,
  formatInterval,
  intervalOf,
  isDay,
  parsePartialDate,
  partialDate,
  printedDate,
  windowBetween,
  type Interval,
} from './partial-date.ts';
export { asToken } from './pointer-token.ts';
export { getAt, keysOf, withAt } from './pointer.ts';
export { postReport, type PostReport } from './post/events.ts';
export { envoysOn, type EnvoyOn } from './post/line.ts';
export {
  authority,
  designationId,
  listId,
  provenance,
  slug,
  source,
  webUrl,
  type Confidence,
  type Provenance,
  type Source,
} from './provenance.ts';
export { resolutionReport, type ResolutionReport } from './resolution/events.ts';
export { stance, statementReport, type StatementReport } from './statement/events.ts';
export { subjectReport, type SubjectReport } from './subject/events.ts';
export { comparableText, searchableText } from './text.ts';
export { stretchesOf, stretchOn, type Life, type Stretch } from './timeline/stretches.ts';
export { transitionsOf, type Report, type SetAside, type Transition } from './timeline/transitions.ts';
export {
  designationOf,
  designationStream,
  isDesignationStream,
  streamOfSubject,
  listOf,
  listStream,
  listStreamOf,
  STREAMS,
  subjectStream,
} from './streams.ts';
