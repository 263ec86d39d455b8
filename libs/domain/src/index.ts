export { canonicalize, contentHash, nameUuid, sameContent } from './canonical-json.ts';
export { domainEvent, eventTypes, upcast, type DomainEvent, type EventType, type StoredShape } from './catalogue.ts';
export { fold, type Decider } from './decider.ts';
export { designation, type Designation, type DesignationCommand } from './designation/decider.ts';
export { designationEvent, type DesignationEvent } from './designation/events.ts';
export { lineOf, segmentOn, type KnownDesignationEvent, type Segment, type Status } from './designation/line.ts';
export { applyPatch, diffRecords, type PatchOperation } from './designation/patch.ts';
export {
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
export { list, publicationKey, type List, type ListCommand } from './list/decider.ts';
export { listEvent, publicationCounts, type ListEvent, type PublicationCounts } from './list/events.ts';
export {
  addDays,
  day,
  daysBetween,
  formatInterval,
  intervalOf,
  isDay,
  parsePartialDate,
  partialDate,
  windowBetween,
  type Interval,
} from './partial-date.ts';
export { authority, listId, provenance, source, type Confidence, type Provenance, type Source } from './provenance.ts';
