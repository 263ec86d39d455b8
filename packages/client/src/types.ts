// Made by `npm run contract` of the OpenAPI document. Do not edit.

/** RFC 9457 */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The last part of `type`. bad-request, beyond-scope, changed-meanwhile, database-unavailable, id-reused, idempotency-key-invalid, idempotency-key-missing, idempotency-key-reused, if-match-missing, internal, invalid-request, key-needed, method-not-allowed, no-such-route, not-acceptable, not-done, not-found, not-watchable, range-not-satisfiable, scope-missing, starting, still-running, too-busy, too-large, too-many-requests, too-many-screenings, too-slow, unavailable, unsupported-media-type; rules of the trade (409) and rejected files (422) have more */
  code: string;
  /** As in X-Request-Id, and in our log */
  requestId?: string;
  /** What was wrong, of the query, the path or the body */
  errors?: {
    /** RFC 6901 */
    pointer: string;
    detail: string;
  }[];
};

/** RFC 9457, with the report of the publication */
export type RefusedPublication = {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The last part of `type`. bad-request, beyond-scope, changed-meanwhile, database-unavailable, id-reused, idempotency-key-invalid, idempotency-key-missing, idempotency-key-reused, if-match-missing, internal, invalid-request, key-needed, method-not-allowed, no-such-route, not-acceptable, not-done, not-found, not-watchable, range-not-satisfiable, scope-missing, starting, still-running, too-busy, too-large, too-many-requests, too-many-screenings, too-slow, unavailable, unsupported-media-type; rules of the trade (409) and rejected files (422) have more */
  code: string;
  /** As in X-Request-Id, and in our log */
  requestId?: string;
  /** What was wrong, of the query, the path or the body */
  errors?: {
    /** RFC 6901 */
    pointer: string;
    detail: string;
  }[];
  list: string;
  publishedOn: Day | null;
  /** Of the bytes as published, in lower-case hexadecimal */
  sha256: string;
  designated: number;
  amended: number;
  delisted: number;
  suspended: number;
  reidentified: number;
  unchanged: number;
  cosmetic: number;
  quarantined: number;
  /** Events about designations; fromPosition..toPosition also spans the list’s own */
  events: number;
  fromPosition: Position | null;
  toPosition: Position | null;
  rejected: { code: string; detail: string } | null;
};

/** The event and its position */
export type Recorded = {
  position: Position | null;
  /** Of the stream, for If-Match */
  version: number | null;
  /** The one that says it, recorded now or before; null where no single one does */
  event: Event | null;
};

/** A CloudEvents 1.0 object */
export type Event =
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListRegistered';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        name: string;
        url?: string;
        legalBasis?: string;
        curated?: { from?: DayOfFact; to?: DayOfFact; complete: boolean };
        reviewEveryMonths?: number;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListReviewed';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        by: string;
        outcome: string;
        criteria?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListPublicationIngested';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        sha256: string;
        publishedOn: DayOfFact;
        generatedAt?: string;
        reader: string;
        counts: {
          entries: number;
          designated: number;
          amended: number;
          delisted: number;
          suspended: number;
          reidentified: number;
          unchanged: number;
          cosmetic: number;
          quarantined: number;
        };
        scope?: { programs?: string[]; named?: true };
        named?: string[];
        unknown?: { [name: string]: number };
        quarantined?: { entry: string; reason: string }[];
        forced?: { reason: string; code: string; detail: string };
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListPublicationRejected';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        sha256: string;
        publishedOn?: DayOfFact;
        code: string;
        detail: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListCoverageEnded';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reason: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ListCoverageResumed';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reason: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'OrganizationDesignated';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        record: Record;
        changedOn?: DayOfFact;
        row?: unknown;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'OrganizationDelisted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        name: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'PersonDesignated';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        record: Record;
        changedOn?: DayOfFact;
        row?: unknown;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'PersonDelisted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        name: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'VesselDesignated';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        record: Record;
        changedOn?: DayOfFact;
        row?: unknown;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'VesselDelisted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        name: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'AircraftDesignated';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        record: Record;
        changedOn?: DayOfFact;
        row?: unknown;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'AircraftDelisted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        name: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'DesignationAmended';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        patch: (
          | { op: 'add'; path: string; value: unknown }
          | { op: 'replace'; path: string; value: unknown; old: unknown }
          | { op: 'remove'; path: string; old: unknown }
        )[];
        row?: unknown;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'DesignationSuspended';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'DesignationReinstated';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'DesignationReidentified';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list: ListId;
        reference: string;
        formerReference: string;
        evidence: { kind: string; text: string }[];
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'SubjectsLinked';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        subject: string;
        entries: DesignationId[];
        associates?: { list: ListId; program: string }[];
        evidence: { kind: 'printed-reference' | 'name' | 'identifier' | 'analysis'; text: string }[];
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'SubjectsUnlinked';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        subject: string;
        entries: DesignationId[];
        evidence: { kind: 'printed-reference' | 'name' | 'identifier' | 'analysis'; text: string }[];
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'EnvoyAppointed';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        sending: Authority;
        receiving: Authority;
        role: string;
        envoy: { name: string; aliases?: string[] };
        rank?: string;
        predecessor?: string;
        occasion?: 'rotation' | 'new-post' | 'promotion';
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'CredentialsAccepted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        sending: Authority;
        receiving: Authority;
        role: string;
        envoy: { name: string; aliases?: string[] };
        rank?: string;
        acceptedBy?: string;
        copies?: true;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'EnvoyDeparted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        sending: Authority;
        receiving: Authority;
        role: string;
        envoy: { name: string; aliases?: string[] };
        rank?: string;
        reason?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'StatementIssued';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        statement: string;
        issuer: { name: string; office?: string };
        summary: string;
        stance?: 'welcomes' | 'supports' | 'neutral' | 'concerned' | 'condemns' | 'withholds-recognition';
        about: { events?: string[]; subjects?: (DesignationId | string)[]; countries?: Authority[] };
        inReactionTo?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ResolutionAdopted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        symbol: string;
        body: string;
        summary: string;
        about: { countries?: Authority[] };
        votes?: { inFavour: number; against: number; abstaining: number };
        inReactionTo?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'ControlAssumed';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        territory: Authority;
        by: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'RecognitionGranted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        territory: Authority;
        government: string;
        kind?: 'de-jure' | 'de-facto';
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'RecognitionWithdrawn';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        territory: Authority;
        government: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'AssistanceProvided';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        territory: Authority;
        to?: string;
        what: string;
        kind?: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'EventCorrected';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list?: ListId;
        reference?: string;
        of: string;
        why: string;
        changes: { [name: string]: unknown | null };
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    }
  | {
      specversion: '1.0';
      id: string;
      source: string;
      type: 'EventRetracted';
      /** The stream */
      subject: string;
      /** When it was recorded (RFC 3339, UTC) */
      time: Instant;
      datacontenttype: 'application/json';
      position: Position;
      /** The number of the event within its stream, from 1 */
      streamversion: number;
      data: {
        authority: Authority;
        effective: PartialDate;
        announcedOn?: DayOfFact;
        observedAt: string;
        source: Source;
        cause: 'source' | 'analyst' | 'correction' | 'reparse';
        confidence: 'confirmed' | 'reported' | 'disputed';
        fact?: string;
        list?: ListId;
        reference?: string;
        of: string;
        why: string;
        /** Of the data as it is stored */
        schemaVersion: number;
        recordedAt: Instant;
        correlationId: string;
        causationId: string | null;
        /** What was recorded together */
        batch: { id: string; index: number; count: number };
        /** Of who acted, which is kept beside the event and not published */
        privateSha256: string;
      };
    };

/** Every country with something recorded */
export type CountriesAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  items: Country[];
  /** There is one page */
  next: null;
};

/** One country: its lists and what stands on them */
export type CountryAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  listed: number;
  suspended: number;
  uncertain: number;
  delisted: number;
  /** ISO 3166-1 alpha-2, UN or EU */
  code: string;
  /** In English */
  name: string;
  lists: { listed: number; suspended: number; uncertain: number; delisted: number; list: string }[];
  /** Ever recorded, whatever became of them */
  designations: number;
  /** Of its lists */
  events: number;
  lastEvent: Position;
  lastRecordedAt: Instant;
};

/** A page of what stands on the lists of a country, or on one list */
export type DesignationsAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  coverage: {
    /** The first publication held */
    from: Day | null;
    /** The last publication held */
    to: Day | null;
    /** The longest stretches without a publication, the longest first; both days are inclusive */
    gaps: { from: Day; to: Day; days: number }[];
    /** What publications of some programmes only add */
    partial: { programs: string[]; from: Day; to: Day }[];
    /** The day from which the list can no longer be read */
    endedOn: Day | null;
    /** Whether the day asked for lies inside: before it earlier delistings are missing, after it changes are */
    complete: boolean;
    lists: {
      /** The first publication held */
      from: Day | null;
      /** The last publication held */
      to: Day | null;
      /** The longest stretches without a publication, the longest first; both days are inclusive */
      gaps: { from: Day; to: Day; days: number }[];
      /** What publications of some programmes only add */
      partial: { programs: string[]; from: Day; to: Day }[];
      /** The day from which the list can no longer be read */
      endedOn: Day | null;
      /** Whether the day asked for lies inside: before it earlier delistings are missing, after it changes are */
      complete: boolean;
      list: string;
    }[];
  };
  items: Designation[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** A page of all that concerns a country, in order of validity */
export type TimelineAnswer = {
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  items: {
    position: Position;
    id: string;
    type: string;
    stream: string;
    /** Who said or did it */
    authority: string;
    /** How the country asked for is concerned */
    roles: ('designator' | 'issuer' | 'sender' | 'receiver' | 'recogniser' | 'donor' | 'subject')[];
    effective: PrintedDate;
    title: string;
    publisher: string;
  }[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** How many stand where on each day, as the changes from day to day */
export type AtlasAnswer = {
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  /** What `/v1/countries` counts on each day; an authority that lists nobody on any day is left out */
  authorities?: {
    /** The first is in days since 1970-01-01, each further one in days since the one before. -719162 is 0001-01-01, where what has no first day begins; days on which no count changes are left out */
    day: number[];
    /** How many more than on the day before, or, where negative, fewer */
    listed: number[];
    /** How many more than on the day before, or, where negative, fewer */
    suspended: number[];
    /** How many more than on the day before, or, where negative, fewer */
    uncertain: number[];
    /** ISO 3166-1 alpha-2, UN or EU */
    authority: string;
  }[];
  /** The same per list */
  lists?: {
    /** The first is in days since 1970-01-01, each further one in days since the one before. -719162 is 0001-01-01, where what has no first day begins; days on which no count changes are left out */
    day: number[];
    /** How many more than on the day before, or, where negative, fewer */
    listed: number[];
    /** How many more than on the day before, or, where negative, fewer */
    suspended: number[];
    /** How many more than on the day before, or, where negative, fewer */
    uncertain: number[];
    list: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    authority: string;
  }[];
  /** Per country of the listed party: its nationalities, of a vessel its flags. Who has several counts in each of them, who has none that has a code under null: the sum over all countries counts some more than once */
  targets?: {
    /** The first is in days since 1970-01-01, each further one in days since the one before. -719162 is 0001-01-01, where what has no first day begins; days on which no count changes are left out */
    day: number[];
    /** How many more than on the day before, or, where negative, fewer */
    listed: number[];
    /** How many more than on the day before, or, where negative, fewer */
    suspended: number[];
    /** How many more than on the day before, or, where negative, fewer */
    uncertain: number[];
    target: string | null;
  }[];
};

/** Every list */
export type ListsAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  items: List[];
  /** There is one page */
  next: null;
};

/** One list: its coverage and its audits */
export type ListAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  id: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  name: string | null;
  url: string | null;
  legalBasis: string | null;
  /** Kept by dossiers: it has no publications */
  curated: boolean;
  /** Of publications ingested */
  publications: number;
  /** Of publications rejected */
  rejections: number;
  lastPublication: {
    publishedOn: Day;
    /** Of the bytes as published, in lower-case hexadecimal */
    sha256: string;
    position: Position;
    quarantined: number;
  } | null;
  /** On record on the day */
  entries: number;
  /** The last event about a designation, reparses apart */
  lastChange: { position: Position; type: string; effective: PrintedDate; recordedAt: Instant } | null;
  lastEvent: Position;
  /** The last audit by the day asked about */
  lastReview: { position: Position; effective: PrintedDate; by: string; outcome: string } | null;
  /** By the list’s own rhythm; null where it has none, or was never audited */
  reviewDue: { by: Day; overdue: boolean } | null;
  coverage: Coverage;
  /** As it is now, whatever `on` and `knownAt` say; a list that is not fetched has `published` alone */
  freshness: {
    /** The day of the last publication ingested */
    published: Day | null;
    /** When the authority last gave a file, or said that there is none newer */
    fetched: Instant | null;
    /** When what is held was last known to be current */
    verified: Instant | null;
    /** Since when that is too long ago; null while it is not */
    staleSince: Instant | null;
    /** Stale because fetching fails: somebody has to look */
    alarm: boolean;
    /** In a row */
    failures: number;
    lastError: string | null;
  };
  /** Its audits, in the order they were recorded */
  reviews: {
    position: Position;
    effective: PrintedDate;
    announcedOn: Day | null;
    by: string;
    outcome: string;
    criteria: string | null;
    confidence: string;
    source: Source;
  }[];
};

/** A page of what was published of a list, ingested or rejected */
export type PublicationsAnswer = {
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  items: {
    list: string;
    publishedOn: Day | null;
    /** Of the bytes as published, in lower-case hexadecimal */
    sha256: string;
    /** As the file prints it, in the authority’s own time zone; else as its name gave it */
    generatedAt: string | null;
    recordedAt: Instant;
    position: Position;
    /** The reading that recorded it */
    reader: string | null;
    counts: {
      entries: number;
      designated: number;
      amended: number;
      delisted: number;
      suspended: number;
      reidentified: number;
      unchanged: number;
      cosmetic: number;
      quarantined: number;
    } | null;
    /** What the reader does not know, with how often it was met */
    unknown: { [name: string]: number } | null;
    /** Entries that could not be understood, left as they stood before */
    quarantined: { entry: string; reason: string }[] | null;
    /** Why a person overrode a guard, and which one */
    forced: { reason: string; code: string; detail: string } | null;
    rejected: { code: string; detail: string } | null;
  }[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** A page of what changed on a list from one day to another */
export type DiffAnswer = {
  list: string;
  from: Day;
  to: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  coverage: { from: Coverage; to: Coverage };
  /** Of all pages */
  counts: { [name: string]: number };
  items: {
    change: 'designated' | 'delisted' | 'suspended' | 'reinstated' | 'reidentified' | 'programs' | 'amended';
    /** False where it may have happened before `from`, or not yet on `to` */
    certain: boolean;
    id: string;
    reference: string;
    subject: { type: string; name: string };
    programs: string[];
    status: { old: Status; new: Status };
    /** JSON Patch of the record, with what stood there before */
    fields: { op: string; path: string; value?: unknown; old?: unknown }[];
    /** What the change rests on */
    events: {
      position: Position;
      id: string;
      type: string;
      effective: PrintedDate;
      cause: string;
      confidence: string;
      publisher: string;
      /** As its source is dated */
      publishedOn: PrintedDate | null;
      /** Of the publication that told it; null where it was told otherwise */
      sha256: string | null;
    }[];
  }[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** How much a list moved, by month and programme */
export type ActivityAnswer = {
  list: string;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  coverage: Coverage;
  items: {
    /** YYYY-MM */
    month: string;
    /** Null is all of them together */
    program: string | null;
    designated: number;
    delisted: number;
    suspended: number;
    reinstated: number;
    amended: number;
    /** Entries that came under the programme and stood on the list before */
    joined: number;
    /** Entries that left it and stayed on the list */
    left: number;
  }[];
};

/** One publication: what came of it */
export type PublicationAnswer = {
  knownAt: Position;
  list: string;
  publishedOn: Day | null;
  /** Of the bytes as published, in lower-case hexadecimal */
  sha256: string;
  /** As the file prints it, in the authority’s own time zone; else as its name gave it */
  generatedAt: string | null;
  recordedAt: Instant;
  position: Position;
  /** The reading that recorded it */
  reader: string | null;
  counts: {
    entries: number;
    designated: number;
    amended: number;
    delisted: number;
    suspended: number;
    reidentified: number;
    unchanged: number;
    cosmetic: number;
    quarantined: number;
  } | null;
  /** What the reader does not know, with how often it was met */
  unknown: { [name: string]: number } | null;
  /** Entries that could not be understood, left as they stood before */
  quarantined: { entry: string; reason: string }[] | null;
  /** Why a person overrode a guard, and which one */
  forced: { reason: string; code: string; detail: string } | null;
  rejected: { code: string; detail: string } | null;
  /** The first event recorded with it */
  fromPosition: Position;
  /** The last event recorded with it */
  toPosition: Position;
  /** The file as published; null where it is not kept */
  artefact: {
    bytes: number;
    /** Bytes, compressed */
    stored: number;
    url: string;
  } | null;
};

/** One designation as it stands on a day */
export type DesignationAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  id: string;
  list: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  reference: string;
  programs: string[];
  status: Status;
  /** What an uncertain status may be */
  possible: Status[];
  /** When the status began (EDTF) */
  since: PrintedDate | null;
  /** When the status ends, where that is known (EDTF) */
  until: PrintedDate | null;
  subject: Subject;
  /** Position of the latest event that bears on these days */
  lastEvent: Position;
  /** Positions of reports that contradict the ones used */
  conflicts: Position[];
  explanation?: Explanation;
  /** The first day for which this is the answer; null is open */
  validFrom: Day | null;
  /** The last day for which this is the answer; null is open */
  validTo: Day | null;
  record: Record;
  /** Every reference that it ever had, the first one first */
  references: string[];
  /** Of its stream, for If-Match */
  version: number;
  coverage: Coverage;
};

/** All that is known of a designation, over all days */
export type HistoryAnswer = {
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  id: string;
  /** Every reference that it ever had, the first one first */
  references: string[];
  /** What the answer is on which days */
  periods: {
    id: string;
    list: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    authority: string;
    reference: string;
    programs: string[];
    status: Status;
    /** What an uncertain status may be */
    possible: Status[];
    /** When the status began (EDTF) */
    since: PrintedDate | null;
    /** When the status ends, where that is known (EDTF) */
    until: PrintedDate | null;
    subject: Subject;
    /** Position of the latest event that bears on these days */
    lastEvent: Position;
    /** Positions of reports that contradict the ones used */
    conflicts: Position[];
    explanation?: Explanation;
    /** The first day for which this is the answer; null is open */
    validFrom: Day | null;
    /** The last day for which this is the answer; null is open */
    validTo: Day | null;
  }[];
  /** What the periods are made of, in the order they were recorded */
  events: Event[];
};

/** A page of the log */
export type EventsAnswer = {
  items: Event[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** A JSON Feed 1.1 of the newest events */
export type FeedAnswer = {
  version: 'https://jsonfeed.org/version/1.1';
  title: string;
  description: string;
  home_page_url: string;
  feed_url: string;
  /** The feed of what was recorded before */
  next_url?: string;
  items: {
    id: string;
    url: string;
    /** The source */
    external_url?: string;
    /** What happened to whom, on which list, valid when */
    title: string;
    content_text: string;
    date_published: Instant;
    /** Who published the source */
    authors: { name: string }[];
    tags: string[];
  }[];
};

/** An event and what reacted to it */
export type ThreadAnswer = {
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  event: Event;
  /** What the event itself reacts to, the nearest first */
  inReactionTo: string[];
  /** Everything that speaks of it, by depth, then by day */
  items: {
    position: Position;
    id: string;
    type: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    authority: string;
    effective: PrintedDate;
    /** What it speaks of: another event of this thread */
    to: string;
    kind: 'reaction' | 'about';
    /** 1 speaks of the event itself, 2 of what speaks of it, and so on */
    depth: number;
    /** Whole days after what it speaks of; null where one of the two days is not known */
    lagDays: number | null;
    /** The event as last corrected */
    data:
      | {
          authority: Authority;
          effective: PartialDate;
          announcedOn?: DayOfFact;
          observedAt: string;
          source: Source;
          cause: 'source' | 'analyst' | 'correction' | 'reparse';
          confidence: 'confirmed' | 'reported' | 'disputed';
          fact?: string;
          statement: string;
          issuer: { name: string; office?: string };
          summary: string;
          stance?: 'welcomes' | 'supports' | 'neutral' | 'concerned' | 'condemns' | 'withholds-recognition';
          about: { events?: string[]; subjects?: (DesignationId | string)[]; countries?: Authority[] };
          inReactionTo?: string;
        }
      | {
          authority: Authority;
          effective: PartialDate;
          announcedOn?: DayOfFact;
          observedAt: string;
          source: Source;
          cause: 'source' | 'analyst' | 'correction' | 'reparse';
          confidence: 'confirmed' | 'reported' | 'disputed';
          fact?: string;
          symbol: string;
          body: string;
          summary: string;
          about: { countries?: Authority[] };
          votes?: { inFavour: number; against: number; abstaining: number };
          inReactionTo?: string;
        };
  }[];
};

/** One party on all lists */
export type SubjectAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  id: string;
  /** Every subject that it is linked under */
  subjects: string[];
  /** How it stands on each list on the day; a list it was never on by then is left out */
  designations: Designation[];
  /** What the links rest on */
  links: {
    /** As it was linked */
    entry: string;
    /** What the entry leads to, as known; null where it is not held */
    designation: string | null;
    subject: string;
    evidence: { kind: string; text: string }[];
    /** Of the event that linked it */
    position: Position;
  }[];
  /** The party itself is no entry there, but others stand there because of it */
  associates: {
    list: string;
    program: string;
    /** Entries of that programme on the day; null where nothing of that list is held */
    listed: number | null;
    position: Position;
  }[];
};

/** A page of which parties stand on one list and on another */
export type AlignmentAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  list: string;
  with: string;
  coverage: { list: Coverage; with: Coverage };
  /** Of all pages */
  counts: { both: number; listOnly: number; withOnly: number };
  items: {
    alignment: 'both' | 'list-only' | 'with-only';
    name: string;
    /** The subjects that link the entries; none where an entry stands alone */
    subjects: string[];
    /** The entries of the party on the one side */
    entries: {
      id: string;
      list: string;
      name: string;
      status: Status;
      since: PrintedDate | null;
      programs: string[];
    }[];
    /** The entries of the party on the other side */
    counterparts: {
      id: string;
      list: string;
      name: string;
      status: Status;
      since: PrintedDate | null;
      programs: string[];
    }[];
    /** The day from which it stood on both; null where it is not known so exactly */
    since: Day | null;
    /** Days from the listing of the other side to that of the first; negative where the first was first */
    followedAfterDays: number | null;
    evidence: { kind: string; text: string; position: Position }[];
    /** The party itself is no entry there, but others stand there because of it */
    associates: {
      list: string;
      program: string;
      /** Entries of that programme on the day; null where nothing of that list is held */
      listed: number | null;
      position: Position;
    }[];
  }[];
  /** Month by month, where a span was asked for */
  series?: { both: number; listOnly: number; withOnly: number; on: Day }[];
  /** The cursor of the next page; null at the end */
  next: string | null;
};

/** Who has which envoy where on a day */
export type DiplomacyAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  /** One for each envoy in a post, or one that says it is vacant */
  items: {
    /** sending:receiving:role */
    post: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    sending: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    receiving: string;
    role: string;
    status: 'in-post' | 'uncertain' | 'vacant';
    /** Null where the post is vacant */
    holder: {
      name: string;
      aliases: string[];
      /** What each source calls it, the latest first: they need not agree */
      ranks: { rank: string; publisher: string; position: Position }[];
      status: 'not-yet' | 'in-post' | 'departed' | 'uncertain';
      /** Named by the sending side, or first seen in the post */
      appointed: PrintedDate | null;
      /** Received by the other side; copies of credentials are not yet that */
      accredited: PrintedDate | null;
      copiesAccepted: PrintedDate | null;
      accreditation: 'not-accredited' | 'accredited' | 'uncertain';
      departed: PrintedDate | null;
      /** Whom the sources name */
      predecessor: string | null;
      /** Positions of reports that contradict the ones used */
      conflicts: Position[];
      lastEvent: Position;
    } | null;
    /** Who was there before, as far as is told */
    predecessor: {
      name: string;
      aliases: string[];
      /** What each source calls it, the latest first: they need not agree */
      ranks: { rank: string; publisher: string; position: Position }[];
      status: 'not-yet' | 'in-post' | 'departed' | 'uncertain';
      /** Named by the sending side, or first seen in the post */
      appointed: PrintedDate | null;
      /** Received by the other side; copies of credentials are not yet that */
      accredited: PrintedDate | null;
      copiesAccepted: PrintedDate | null;
      accreditation: 'not-accredited' | 'accredited' | 'uncertain';
      departed: PrintedDate | null;
      /** Whom the sources name */
      predecessor: string | null;
      /** Positions of reports that contradict the ones used */
      conflicts: Position[];
      lastEvent: Position;
    } | null;
    /** Where the post is vacant and somebody left it (EDTF) */
    vacantSince: PrintedDate | null;
  }[];
  /** Who recognises whom, for every territory that was asked about */
  recognition: {
    /** ISO 3166-1 alpha-2, UN or EU */
    by: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    territory: string;
    government: string;
    status: 'not-recognised' | 'recognised' | 'withdrawn' | 'uncertain';
    since: PrintedDate | null;
    until: PrintedDate | null;
    conflicts: Position[];
    lastEvent: Position;
  }[];
  /** Who holds these territories */
  control: {
    /** ISO 3166-1 alpha-2, UN or EU */
    territory: string;
    by: string;
    since: PrintedDate;
    conflicts: Position[];
    lastEvent: Position;
  }[];
};

/** What yente, motiva and Marble load: every dataset of a day, as known at a position */
export type ExportCatalogueAnswer = {
  datasets: ExportDatasetAnswer[];
  /** To the second, in UTC, without a zone */
  updated_at: string;
};

/** A list, an authority or all, as FollowTheMoney describes datasets */
export type ExportDatasetAnswer = {
  /** A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche) */
  name: string;
  title: string;
  type: 'source' | 'collection';
  /** As text in the order of the log */
  version: string;
  /** To the second, in UTC, without a zone */
  updated_at: string;
  /** To the second, in UTC, without a zone */
  last_export: string;
  /** To the second, in UTC, without a zone */
  last_change: string;
  /** Entities of all schemata */
  entity_count: number;
  /** Entities that are Things: listed parties, wallets and addresses */
  thing_count: number;
  /** Listed parties */
  target_count: number;
  /** Of a collection: the datasets of its lists */
  children?: string[];
  coverage?: {
    start?: Day;
    /** From when on the list can no longer be read */
    end?: Day;
    countries: string[];
    frequency: 'unknown' | 'never';
  };
  deprecated?: boolean;
  publisher: { name: string; country?: string; official: boolean };
  url?: string;
  tags: string[];
  result: 'success';
  hidden: boolean;
  resources: {
    name:
      | 'entities.ftm.json'
      | 'statements.csv'
      | 'targets.simple.csv'
      | 'targets.nested.json'
      | 'names.txt'
      | 'senzing.json'
      | 'designations.csv'
      | 'designations.parquet'
      | 'entities.delta.json';
    path:
      | 'entities.ftm.json'
      | 'statements.csv'
      | 'targets.simple.csv'
      | 'targets.nested.json'
      | 'names.txt'
      | 'senzing.json'
      | 'designations.csv'
      | 'designations.parquet'
      | 'entities.delta.json';
    url: string;
    title: string;
    mime_type: string;
    /** SHA-1 of the bytes, in hexadecimal */
    checksum: string;
    /** Bytes */
    size: number;
    /** To the second, in UTC, without a zone */
    timestamp: string;
  }[];
  index_url: string;
  versions_url: string;
  delta_url: string;
};

/** The versions of a dataset */
export type ExportVersionsAnswer = {
  /** The newest hundred, the oldest first */
  items: string[];
  /** As text in the order of the log */
  last_successful: string;
};

/** What changed from version to version */
export type ExportDeltasAnswer = {
  /** Where it says what each version changed, for the newest hundred */
  versions: { [name: string]: string };
  unstable: {
    version_list: {
      /** As text in the order of the log */
      version: string;
      url: string;
    }[];
  };
};

/** Designations by name, the likeliest first */
export type FoundAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  /** Designations that were found among the 500, at most, that are looked at */
  total: number;
  facets: {
    list: { name: string; count: number }[];
    country: { name: string; count: number }[];
    type: { name: string; count: number }[];
    program: { name: string; count: number }[];
    status: { name: string; count: number }[];
  };
  items: {
    id: string;
    list: string;
    /** ISO 3166-1 alpha-2, UN or EU */
    authority: string;
    reference: string;
    programs: string[];
    status: Status;
    /** What an uncertain status may be */
    possible: Status[];
    /** When the status began (EDTF) */
    since: PrintedDate | null;
    /** When the status ends, where that is known (EDTF) */
    until: PrintedDate | null;
    subject: Subject;
    /** Position of the latest event that bears on these days */
    lastEvent: Position;
    /** Positions of reports that contradict the ones used */
    conflicts: Position[];
    score: number;
    /** The name that was found */
    name: string;
  }[];
};

/** Entities by name, the likeliest first, as yente tells them */
export type EntitiesFoundAnswer = {
  limit: number;
  offset: number;
  total: { value: number; relation: 'eq' | 'gte' };
  results: {
    id: string;
    caption: string;
    schema: string;
    properties: { [name: string]: string[] };
    datasets: string[];
    referents: string[];
    target: boolean;
    first_seen: string;
    last_seen: string;
    last_change: string;
    /** The designation, for every other question */
    designation: string;
  }[];
  facets: { [name: string]: { label: string; values: { name: string; label: string; count: number }[] } };
};

/** A designation as an entity of FollowTheMoney, as yente gives it */
export type EntityAnswer = {
  id: string;
  caption: string;
  schema: string;
  properties: {
    [name: string]: (
      | string
      | {
          id: string;
          caption: string;
          schema: string;
          properties: { [name: string]: string[] };
          datasets: string[];
          referents: string[];
          target: boolean;
          first_seen: string;
          last_seen: string;
          last_change: string;
        }
    )[];
  };
  datasets: string[];
  referents: string[];
  target: boolean;
  first_seen: string;
  last_seen: string;
  last_change: string;
  /** The designation, for every other question */
  designation: string;
};

/** Every version of the scorer, as yente lists algorithms */
export type ScorersAnswer = {
  algorithms: {
    name: string;
    description: string;
    features: { [name: string]: { description: string; coefficient: number; url: string } };
    /** The same, as yente 5.5 tells it */
    docs: {
      name: string;
      description: string;
      features: { [name: string]: { description: string; coefficient: number; url: string } };
      config: { [name: string]: {} };
    };
  }[];
  default: string;
  best: string;
};

/** What can be matched against, as yente lists it */
export type DatasetsAnswer = {
  datasets: {
    name: string;
    title: string;
    version: string;
    children: string[];
    index_version: string;
    index_current: boolean;
    load: boolean;
  }[];
  current: string[];
  outdated: string[];
  index_stale: boolean;
};

/** Candidates, properties, or what the service is */
export type ReconcilingAnswer =
  | {
      versions: string[];
      name: string;
      identifierSpace: string;
      schemaSpace: string;
      documentation: string;
      defaultTypes: { id: string; name: string }[];
      view: { url: string };
      preview: { url: string; width: number; height: number };
      suggest: {
        entity: { service_url: string; service_path: string };
        property: { service_url: string; service_path: string };
        type: { service_url: string; service_path: string };
      };
      extend: { propose_properties: { service_url: string; service_path: string }; property_settings: {}[] };
    }
  | { meta: { id: string; name: string }[]; rows: { [name: string]: { [name: string]: { str: string }[] } } }
  | {
      [name: string]: {
        result: {
          id: string;
          name: string;
          description: string;
          type: { id: string; name: string }[];
          /** From 0 to 100 */
          score: number;
          match: boolean;
          features: { id: string; value: number }[];
        }[];
      };
    };

/** Entities by a name that is being typed */
export type SuggestedAnswer = {
  result: { id: string; name: string; description: string; notable: { id: string; name: string }[] }[];
};

/** Properties or types by a word that is being typed */
export type SuggestedWordsAnswer = { result: { id: string; name: string; description: string }[] };

/** Properties that entities can be extended by */
export type ProposedAnswer = { type: string; properties: { id: string; name: string }[]; limit?: number };

/** Each as it stands on the day, or why it is not found */
export type DesignationsLookedUpAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  /** In the order asked. What the key is not for has the problem that it alone would be refused with: 403 `beyond-scope` */
  items: (
    { asked: string; found: true; designation: DesignationPeriod } | { asked: string; found: false; problem: Problem }
  )[];
};

/** Entities that may be who was meant, for each query */
export type MatchesAnswer = {
  /** The day asked about */
  on: Day;
  /** The position the question was answered at */
  knownAt: Position;
  /** How far the read models have come */
  position: Position;
  /** The version of the scorer */
  scorer: string;
  responses: {
    [name: string]: {
      status: number;
      results: {
        id: string;
        caption: string;
        schema: string;
        properties: { [name: string]: string[] };
        datasets: string[];
        referents: string[];
        target: boolean;
        first_seen: string;
        last_seen: string;
        last_change: string;
        /** The designation, for every other question */
        designation: string;
        /** How it stands on the day, as known */
        status: Status;
        /** What an uncertain status may be */
        possible: Status[];
        score: number;
        match: boolean;
        /** Bits: how much agreement of this kind tells */
        evidence: number;
        /** Particulars that would tell more */
        missing: string[];
        features: { [name: string]: number };
        explanations: {
          [name: string]: { score: number; detail: string | null; query: string | null; candidate: string | null };
        };
        explanation: {
          scorer: string;
          query: string;
          candidate: string;
          aligned: {
            kind: string;
            query: string;
            candidate: string;
            /** Thousandths */
            likeness: number;
            /** Thousandths */
            weight: number;
            informative: number;
            bits: number;
          }[];
          leftOver: { side: 'query' | 'candidate'; token: string; weight: number; role: 'omitted' | 'contradicting' }[];
          features: { feature: string; finding: string; value: number; weight: number; bits: number }[];
        } | null;
      }[];
      total: { value: number; relation: 'eq' | 'gte' };
      query: { id?: string | null; schema: string; properties: { [name: string]: string[] } };
    };
  };
  limit: number;
};

/** An endpoint, and how it goes */
export type Webhook = {
  id: string;
  /** The key that made it */
  owner: string;
  /** https; where it leads is checked now and at every connection */
  url: string;
  description: string;
  /** An event is sent where it fits every member that is there */
  filter: {
    /** Of events; and of what happens to endpoints, which has to be named to be sent */
    types?: (
      | 'ListRegistered'
      | 'ListReviewed'
      | 'ListPublicationIngested'
      | 'ListPublicationRejected'
      | 'ListCoverageEnded'
      | 'ListCoverageResumed'
      | 'OrganizationDesignated'
      | 'OrganizationDelisted'
      | 'PersonDesignated'
      | 'PersonDelisted'
      | 'VesselDesignated'
      | 'VesselDelisted'
      | 'AircraftDesignated'
      | 'AircraftDelisted'
      | 'DesignationAmended'
      | 'DesignationSuspended'
      | 'DesignationReinstated'
      | 'DesignationReidentified'
      | 'SubjectsLinked'
      | 'SubjectsUnlinked'
      | 'EnvoyAppointed'
      | 'CredentialsAccepted'
      | 'EnvoyDeparted'
      | 'StatementIssued'
      | 'ResolutionAdopted'
      | 'ControlAssumed'
      | 'RecognitionGranted'
      | 'RecognitionWithdrawn'
      | 'AssistanceProvided'
      | 'EventCorrected'
      | 'EventRetracted'
      | 'endpoint.created'
      | 'endpoint.updated'
      | 'endpoint.enabled'
      | 'endpoint.paused'
      | 'endpoint.disabled'
      | 'endpoint.deleted'
      | 'endpoint.rotated'
      | 'delivery.exhausted'
      | 'screening.changed'
    )[];
    lists?: ListId[];
    /** Of the authority */
    countries?: Authority[];
    /** Of a designation, as its stream has named them so far */
    programs?: string[];
    /** Streams, or ids of designations */
    subjects?: string[];
    /** All but reparse, where left out */
    causes?: ('source' | 'analyst' | 'correction' | 'reparse')[];
  };
  /** thin says what happened and where to read it; full has the event */
  payload: 'thin' | 'full';
  payloadVersion: '1';
  /** Names alone; their values are shown to nobody */
  headers: string[];
  /** by-list: an event waits until the one before it on its list is delivered */
  order: 'none' | 'by-list';
  ratePerSecond: number | null;
  /** Requests at a time */
  concurrency: number;
  /** Seconds before the second attempt, the third, and so on */
  retrySeconds: number[];
  status: 'enabled' | 'paused' | 'disabled';
  /** Why it is paused or disabled */
  reason: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  /** Of the settings: each change makes it one more. If-Match takes it in quotes, as it takes the ETag */
  version: number;
  /** How it goes */
  standing: {
    /** Everything up to here was sent or waits to be sent */
    plannedThrough: Position;
    /** Of the newest event */
    sequence: number;
    /** Deliveries that wait */
    pending: number;
    /** Failures since the last success */
    failures: number;
    failingSince: Instant | null;
    /** It is left alone until then, because it fails or asks for it */
    heldUntil: Instant | null;
  };
};

/** One event on its way to one endpoint */
export type Delivery = {
  id: number;
  /** The header webhook-id, the same for all attempts */
  webhookId: string;
  kind: 'event' | 'replay' | 'ping' | 'example' | 'operational';
  position: Position | null;
  /** Of the events of this endpoint */
  sequence: number | null;
  /** Of the event that was delivered before it */
  previous: Position | null;
  status: 'pending' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  /** When it is tried next */
  dueAt: Instant | null;
  createdAt: Instant;
  finishedAt: Instant | null;
};

/** What a publication changed */
export type IngestReport = {
  list: string;
  publishedOn: Day | null;
  /** Of the bytes as published, in lower-case hexadecimal */
  sha256: string;
  designated: number;
  amended: number;
  delisted: number;
  suspended: number;
  reidentified: number;
  unchanged: number;
  cosmetic: number;
  quarantined: number;
  /** Events about designations; fromPosition..toPosition also spans the list’s own */
  events: number;
  fromPosition: Position | null;
  toPosition: Position | null;
  rejected: { code: string; detail: string } | null;
};

/** A designation, its record, and the days for which this is so */
export type DesignationPeriod = {
  id: string;
  list: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  reference: string;
  programs: string[];
  status: Status;
  /** What an uncertain status may be */
  possible: Status[];
  /** When the status began (EDTF) */
  since: PrintedDate | null;
  /** When the status ends, where that is known (EDTF) */
  until: PrintedDate | null;
  subject: Subject;
  /** Position of the latest event that bears on these days */
  lastEvent: Position;
  /** Positions of reports that contradict the ones used */
  conflicts: Position[];
  /** The first day for which this is the answer; null is open */
  validFrom: Day | null;
  /** The last day for which this is the answer; null is open */
  validTo: Day | null;
  record: Record;
};

/** How a designation stands today */
export type DesignationState = {
  id: string;
  list: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  reference: string;
  programs: string[];
  status: Status;
  since: PrintedDate | null;
  until: PrintedDate | null;
  subject: Subject;
  /** Of the last event about it */
  position: Position;
};

/** One party on one list */
export type Designation = {
  id: string;
  list: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  reference: string;
  programs: string[];
  status: Status;
  /** What an uncertain status may be */
  possible: Status[];
  /** When the status began (EDTF) */
  since: PrintedDate | null;
  /** When the status ends, where that is known (EDTF) */
  until: PrintedDate | null;
  subject: Subject;
  /** Position of the latest event that bears on these days */
  lastEvent: Position;
  /** Positions of reports that contradict the ones used */
  conflicts: Position[];
  explanation?: Explanation;
};

/** A run, and how far it is */
export type Screening = {
  id: string;
  status: 'running' | 'done' | 'failed';
  /** Why it failed */
  problem: string | null;
  createdAt: Instant;
  finishedAt: Instant | null;
  /** When the customers and what came of them are deleted */
  keptUntil: Instant;
  on: Day;
  knownAt: Position;
  compareKnownAt: Position | null;
  scorer: string;
  threshold: number;
  limit: number;
  include_dataset: string[] | null;
  /** Of the file of customers */
  inputSha256: string;
  /** Of the result: the same question about the same file has the same */
  resultSha256: string | null;
  rows: number;
  rowsDone: number;
  rowsWithHits: number;
  /** Hits told; of a comparison, lines: a designation counts once for each customer for whom it differs */
  hits: number;
  /** Rows of which something was left out */
  noted: number;
  watch: boolean;
  /** The position up to which changes were looked for */
  watchedThrough: Position | null;
};

/** What stands on the lists of a country on the day */
export type Country = {
  listed: number;
  suspended: number;
  uncertain: number;
  delisted: number;
  /** ISO 3166-1 alpha-2, UN or EU */
  code: string;
  /** In English */
  name: string;
  lists: { listed: number; suspended: number; uncertain: number; delisted: number; list: string }[];
  /** Ever recorded, whatever became of them */
  designations: number;
  /** Of its lists */
  events: number;
  lastEvent: Position;
  lastRecordedAt: Instant;
};

/** A list, and what can be answered for it */
export type List = {
  id: string;
  /** ISO 3166-1 alpha-2, UN or EU */
  authority: string;
  name: string | null;
  url: string | null;
  legalBasis: string | null;
  /** Kept by dossiers: it has no publications */
  curated: boolean;
  /** Of publications ingested */
  publications: number;
  /** Of publications rejected */
  rejections: number;
  lastPublication: {
    publishedOn: Day;
    /** Of the bytes as published, in lower-case hexadecimal */
    sha256: string;
    position: Position;
    quarantined: number;
  } | null;
  /** On record on the day */
  entries: number;
  /** The last event about a designation, reparses apart */
  lastChange: { position: Position; type: string; effective: PrintedDate; recordedAt: Instant } | null;
  lastEvent: Position;
  /** The last audit by the day asked about */
  lastReview: { position: Position; effective: PrintedDate; by: string; outcome: string } | null;
  /** By the list’s own rhythm; null where it has none, or was never audited */
  reviewDue: { by: Day; overdue: boolean } | null;
  coverage: Coverage;
  /** As it is now, whatever `on` and `knownAt` say; a list that is not fetched has `published` alone */
  freshness: {
    /** The day of the last publication ingested */
    published: Day | null;
    /** When the authority last gave a file, or said that there is none newer */
    fetched: Instant | null;
    /** When what is held was last known to be current */
    verified: Instant | null;
    /** Since when that is too long ago; null while it is not */
    staleSince: Instant | null;
    /** Stale because fetching fails: somebody has to look */
    alarm: boolean;
    /** In a row */
    failures: number;
    lastError: string | null;
  };
};

/** What can be answered for a list */
export type Coverage = {
  /** The first publication held */
  from: Day | null;
  /** The last publication held */
  to: Day | null;
  /** The longest stretches without a publication, the longest first; both days are inclusive */
  gaps: { from: Day; to: Day; days: number }[];
  /** What publications of some programmes only add */
  partial: { programs: string[]; from: Day; to: Day }[];
  /** The day from which the list can no longer be read */
  endedOn: Day | null;
  /** Whether the day asked for lies inside: before it earlier delistings are missing, after it changes are */
  complete: boolean;
};

/** With explain=true */
export type Explanation = {
  /** The events that the answer rests on */
  decides: {
    position: Position;
    id: string;
    type: string;
    effective: PrintedDate;
    confidence: string;
    publisher: string;
    why: string;
  }[];
  /** The other events of this designation, and why they do not count */
  setAside: {
    position: Position;
    id: string;
    type: string;
    effective: PrintedDate;
    confidence: string;
    publisher: string;
    why: string;
  }[];
  /** Of an uncertain answer: the days between which the change lies */
  between: { earliest: string | null; latest: string } | null;
};

export type Record = {
  reference: string;
  programs: string[];
  programDetails?: { program: string; name?: string; legalBasis?: string; listedOn?: DayOfFact; measures?: string[] }[];
  subject: Subject;
  legalBasis?: string;
  measures?: string[];
  reasons?: string[];
  risks?: string[];
  links?: { kind: string; name: string; reference?: string }[];
  otherLists?: { list: string; reference: string; text: string }[];
  remarks?: string;
  listedOn?: PartialDate;
  delistedOn?: PartialDate;
  earlierListings?: { listedOn?: PartialDate; delistedOn: PartialDate }[];
  standing?: 'suspended' | 'delisted';
  sourceIds?: { [name: string]: string };
};

export type Subject = {
  type: 'organization' | 'person' | 'vessel' | 'aircraft';
  name: string;
  script?: string;
  language?: string;
  aliases: {
    name: string;
    kind: 'aka' | 'fka' | 'nka' | 'variation' | 'original-script';
    strength?: 'strong' | 'weak';
    script?: string;
    language?: string;
  }[];
  titles?: string[];
  positions?: string[];
  gender?: 'male' | 'female';
  nationalities?: string[];
  birthDates?: { date?: string; approximate?: true; note?: string }[];
  birthPlaces?: { text?: string; city?: string; region?: string; country?: string }[];
  addresses?: {
    text?: string;
    street?: string;
    city?: string;
    region?: string;
    postalCode?: string;
    country?: string;
    note?: string;
  }[];
  identifiers?: {
    type:
      | 'passport'
      | 'national-id'
      | 'tax'
      | 'registration'
      | 'imo'
      | 'mmsi'
      | 'tail-number'
      | 'bic'
      | 'crypto-address'
      | 'other';
    printedType?: string;
    number?: string;
    country?: string;
    currency?: string;
    issuedOn?: string;
    expiresOn?: string;
    note?: string;
  }[];
  contacts?: { type: 'phone' | 'email' | 'website'; value: string }[];
  activities?: string[];
  foundedOn?: string[];
  vessel?: {
    type?: string;
    flags?: string[];
    formerFlags?: string[];
    callSign?: string;
    tonnage?: string;
    grossTonnage?: string;
    length?: string;
    builtIn?: string;
    owners?: string[];
    formerOwners?: string[];
  };
  aircraft?: { model?: string; operator?: string; builtOn?: string; serialNumber?: string; transponderCode?: string };
};

export type Source = {
  publisher: string;
  kind: 'authority' | 'official' | 'press';
  url?: string;
  title?: string;
  language?: string;
  quote?: string;
  publishedOn?: string;
  sha256?: string;
};

export type Authority =
  | 'AA'
  | 'AD'
  | 'AE'
  | 'AF'
  | 'AG'
  | 'AI'
  | 'AL'
  | 'AM'
  | 'AO'
  | 'AQ'
  | 'AR'
  | 'AS'
  | 'AT'
  | 'AU'
  | 'AW'
  | 'AX'
  | 'AZ'
  | 'BA'
  | 'BB'
  | 'BD'
  | 'BE'
  | 'BF'
  | 'BG'
  | 'BH'
  | 'BI'
  | 'BJ'
  | 'BL'
  | 'BM'
  | 'BN'
  | 'BO'
  | 'BQ'
  | 'BR'
  | 'BS'
  | 'BT'
  | 'BV'
  | 'BW'
  | 'BY'
  | 'BZ'
  | 'CA'
  | 'CC'
  | 'CD'
  | 'CF'
  | 'CG'
  | 'CH'
  | 'CI'
  | 'CK'
  | 'CL'
  | 'CM'
  | 'CN'
  | 'CO'
  | 'CR'
  | 'CU'
  | 'CV'
  | 'CW'
  | 'CX'
  | 'CY'
  | 'CZ'
  | 'DE'
  | 'DJ'
  | 'DK'
  | 'DM'
  | 'DO'
  | 'DZ'
  | 'EC'
  | 'EE'
  | 'EG'
  | 'EH'
  | 'ER'
  | 'ES'
  | 'ET'
  | 'EU'
  | 'FI'
  | 'FJ'
  | 'FK'
  | 'FM'
  | 'FO'
  | 'FR'
  | 'GA'
  | 'GB'
  | 'GD'
  | 'GE'
  | 'GF'
  | 'GG'
  | 'GH'
  | 'GI'
  | 'GL'
  | 'GM'
  | 'GN'
  | 'GP'
  | 'GQ'
  | 'GR'
  | 'GS'
  | 'GT'
  | 'GU'
  | 'GW'
  | 'GY'
  | 'HK'
  | 'HM'
  | 'HN'
  | 'HR'
  | 'HT'
  | 'HU'
  | 'ID'
  | 'IE'
  | 'IL'
  | 'IM'
  | 'IN'
  | 'IO'
  | 'IQ'
  | 'IR'
  | 'IS'
  | 'IT'
  | 'JE'
  | 'JM'
  | 'JO'
  | 'JP'
  | 'KE'
  | 'KG'
  | 'KH'
  | 'KI'
  | 'KM'
  | 'KN'
  | 'KP'
  | 'KR'
  | 'KW'
  | 'KY'
  | 'KZ'
  | 'LA'
  | 'LB'
  | 'LC'
  | 'LI'
  | 'LK'
  | 'LR'
  | 'LS'
  | 'LT'
  | 'LU'
  | 'LV'
  | 'LY'
  | 'MA'
  | 'MC'
  | 'MD'
  | 'ME'
  | 'MF'
  | 'MG'
  | 'MH'
  | 'MK'
  | 'ML'
  | 'MM'
  | 'MN'
  | 'MO'
  | 'MP'
  | 'MQ'
  | 'MR'
  | 'MS'
  | 'MT'
  | 'MU'
  | 'MV'
  | 'MW'
  | 'MX'
  | 'MY'
  | 'MZ'
  | 'NA'
  | 'NC'
  | 'NE'
  | 'NF'
  | 'NG'
  | 'NI'
  | 'NL'
  | 'NO'
  | 'NP'
  | 'NR'
  | 'NU'
  | 'NZ'
  | 'OM'
  | 'PA'
  | 'PE'
  | 'PF'
  | 'PG'
  | 'PH'
  | 'PK'
  | 'PL'
  | 'PM'
  | 'PN'
  | 'PR'
  | 'PS'
  | 'PT'
  | 'PW'
  | 'PY'
  | 'QA'
  | 'QM'
  | 'QN'
  | 'QO'
  | 'QP'
  | 'QQ'
  | 'QR'
  | 'QS'
  | 'QT'
  | 'QU'
  | 'QV'
  | 'QW'
  | 'QX'
  | 'QY'
  | 'QZ'
  | 'RE'
  | 'RO'
  | 'RS'
  | 'RU'
  | 'RW'
  | 'SA'
  | 'SB'
  | 'SC'
  | 'SD'
  | 'SE'
  | 'SG'
  | 'SH'
  | 'SI'
  | 'SJ'
  | 'SK'
  | 'SL'
  | 'SM'
  | 'SN'
  | 'SO'
  | 'SR'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'SX'
  | 'SY'
  | 'SZ'
  | 'TC'
  | 'TD'
  | 'TF'
  | 'TG'
  | 'TH'
  | 'TJ'
  | 'TK'
  | 'TL'
  | 'TM'
  | 'TN'
  | 'TO'
  | 'TR'
  | 'TT'
  | 'TV'
  | 'TW'
  | 'TZ'
  | 'UA'
  | 'UG'
  | 'UM'
  | 'UN'
  | 'US'
  | 'UY'
  | 'UZ'
  | 'VA'
  | 'VC'
  | 'VE'
  | 'VG'
  | 'VI'
  | 'VN'
  | 'VU'
  | 'WF'
  | 'WS'
  | 'XA'
  | 'XB'
  | 'XC'
  | 'XD'
  | 'XE'
  | 'XF'
  | 'XG'
  | 'XH'
  | 'XI'
  | 'XJ'
  | 'XK'
  | 'XL'
  | 'XM'
  | 'XN'
  | 'XO'
  | 'XP'
  | 'XQ'
  | 'XR'
  | 'XS'
  | 'XT'
  | 'XU'
  | 'XV'
  | 'XW'
  | 'XX'
  | 'XY'
  | 'XZ'
  | 'YE'
  | 'YT'
  | 'ZA'
  | 'ZM'
  | 'ZW'
  | 'ZZ';

export type EventType =
  | 'ListRegistered'
  | 'ListReviewed'
  | 'ListPublicationIngested'
  | 'ListPublicationRejected'
  | 'ListCoverageEnded'
  | 'ListCoverageResumed'
  | 'OrganizationDesignated'
  | 'OrganizationDelisted'
  | 'PersonDesignated'
  | 'PersonDelisted'
  | 'VesselDesignated'
  | 'VesselDelisted'
  | 'AircraftDesignated'
  | 'AircraftDelisted'
  | 'DesignationAmended'
  | 'DesignationSuspended'
  | 'DesignationReinstated'
  | 'DesignationReidentified'
  | 'SubjectsLinked'
  | 'SubjectsUnlinked'
  | 'EnvoyAppointed'
  | 'CredentialsAccepted'
  | 'EnvoyDeparted'
  | 'StatementIssued'
  | 'ResolutionAdopted'
  | 'ControlAssumed'
  | 'RecognitionGranted'
  | 'RecognitionWithdrawn'
  | 'AssistanceProvided'
  | 'EventCorrected'
  | 'EventRetracted';

/** YYYY-MM-DD, a day in the authority’s own reckoning */
export type Day = string;

/** RFC 3339, in UTC */
export type Instant = string;

/** Of an event in the log: 1, 2, 3 … */
export type Position = number;

/** How a party stands on a list; uncertain where the day of a change is not known so exactly */
export type Status = 'not-listed' | 'listed' | 'suspended' | 'delisted' | 'uncertain';

/** EDTF: 2005, 2005-03-15, [2005-03-01..2005-04-15], [..2006-10-12] */
export type PrintedDate = string;

export type DayOfFact = string;

export type ListId = string;

export type DesignationId = string;

export type PartialDate = string;

export type RecordInput = {
  reference: string;
  programs: string[];
  programDetails?: { program: string; name?: string; legalBasis?: string; listedOn?: DayOfFact; measures?: string[] }[];
  subject: SubjectInput;
  legalBasis?: string;
  measures?: string[];
  reasons?: string[];
  risks?: string[];
  links?: { kind: string; name: string; reference?: string }[];
  otherLists?: { list: string; reference: string; text: string }[];
  remarks?: string;
  listedOn?: PartialDate;
  delistedOn?: PartialDate;
  earlierListings?: { listedOn?: PartialDate; delistedOn: PartialDate }[];
  standing?: 'suspended' | 'delisted';
  sourceIds?: { [name: string]: string };
};

export type SubjectInput = {
  type: 'organization' | 'person' | 'vessel' | 'aircraft';
  name: string;
  script?: string;
  language?: string;
  aliases?: {
    name: string;
    kind: 'aka' | 'fka' | 'nka' | 'variation' | 'original-script';
    strength?: 'strong' | 'weak';
    script?: string;
    language?: string;
  }[];
  titles?: string[];
  positions?: string[];
  gender?: 'male' | 'female';
  nationalities?: string[];
  birthDates?: { date?: string; approximate?: true; note?: string }[];
  birthPlaces?: { text?: string; city?: string; region?: string; country?: string }[];
  addresses?: {
    text?: string;
    street?: string;
    city?: string;
    region?: string;
    postalCode?: string;
    country?: string;
    note?: string;
  }[];
  identifiers?: {
    type:
      | 'passport'
      | 'national-id'
      | 'tax'
      | 'registration'
      | 'imo'
      | 'mmsi'
      | 'tail-number'
      | 'bic'
      | 'crypto-address'
      | 'other';
    printedType?: string;
    number?: string;
    country?: string;
    currency?: string;
    issuedOn?: string;
    expiresOn?: string;
    note?: string;
  }[];
  contacts?: { type: 'phone' | 'email' | 'website'; value: string }[];
  activities?: string[];
  foundedOn?: string[];
  vessel?: {
    type?: string;
    flags?: string[];
    formerFlags?: string[];
    callSign?: string;
    tonnage?: string;
    grossTonnage?: string;
    length?: string;
    builtIn?: string;
    owners?: string[];
    formerOwners?: string[];
  };
  aircraft?: { model?: string; operator?: string; builtOn?: string; serialNumber?: string; transponderCode?: string };
};

export type SourceInput = {
  publisher: string;
  kind: 'authority' | 'official' | 'press';
  url?: string;
  title?: string;
  language?: string;
  quote?: string;
  publishedOn?: string;
  sha256?: string;
};

/** An event is sent where it fits every member that is there */
export type WebhookFilterInput = {
  /** Of events; and of what happens to endpoints, which has to be named to be sent */
  types?: (
    | 'ListRegistered'
    | 'ListReviewed'
    | 'ListPublicationIngested'
    | 'ListPublicationRejected'
    | 'ListCoverageEnded'
    | 'ListCoverageResumed'
    | 'OrganizationDesignated'
    | 'OrganizationDelisted'
    | 'PersonDesignated'
    | 'PersonDelisted'
    | 'VesselDesignated'
    | 'VesselDelisted'
    | 'AircraftDesignated'
    | 'AircraftDelisted'
    | 'DesignationAmended'
    | 'DesignationSuspended'
    | 'DesignationReinstated'
    | 'DesignationReidentified'
    | 'SubjectsLinked'
    | 'SubjectsUnlinked'
    | 'EnvoyAppointed'
    | 'CredentialsAccepted'
    | 'EnvoyDeparted'
    | 'StatementIssued'
    | 'ResolutionAdopted'
    | 'ControlAssumed'
    | 'RecognitionGranted'
    | 'RecognitionWithdrawn'
    | 'AssistanceProvided'
    | 'EventCorrected'
    | 'EventRetracted'
    | 'endpoint.created'
    | 'endpoint.updated'
    | 'endpoint.enabled'
    | 'endpoint.paused'
    | 'endpoint.disabled'
    | 'endpoint.deleted'
    | 'endpoint.rotated'
    | 'delivery.exhausted'
    | 'screening.changed'
  )[];
  lists?: ListId[];
  /** Of the authority */
  countries?: Authority[];
  /** Of a designation, as its stream has named them so far */
  programs?: string[];
  /** Streams, or ids of designations */
  subjects?: string[];
  /** All but reparse, where left out */
  causes?: ('source' | 'analyst' | 'correction' | 'reparse')[];
};

/** Every GET. */
export interface Gets {
  '/v1/countries': {
    /** Every country with something recorded */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: CountriesAnswer;
  };
  '/v1/countries/{code}': {
    /** One country: its lists and what stands on them */
    params: {
      /** ISO 3166-1 alpha-2, UN or EU */
      code: string;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: CountryAnswer;
  };
  '/v1/countries/{code}/designations': {
    /** What stands on a country’s lists on a day, as known at a position */
    params: {
      /** ISO 3166-1 alpha-2, UN or EU */
      code: string;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** Name the events that decide, those set aside, and why */
      explain?: boolean;
      list?: ListId;
      /** Several joined by commas, or `all`; left out: listed, suspended and uncertain */
      status?: string;
      type?: 'organization' | 'person' | 'vessel' | 'aircraft';
      program?: string;
      /** Part of a name, an alias, the reference or a number (IMO, passport, wallet), whatever its case, accents, script and quotation marks */
      q?: string;
    };

    answer: DesignationsAnswer;
  };
  '/v1/countries/{code}/timeline': {
    /** All that concerns a country, as designator, sender, receiver or subject, in order of validity */
    params: {
      /** ISO 3166-1 alpha-2, UN or EU */
      code: string;
    };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** How the country is concerned */
      role?: 'designator' | 'issuer' | 'sender' | 'receiver' | 'recogniser' | 'donor' | 'subject';
      type?: EventType;
      /** Only what may have been on or after this day */
      from?: string;
      /** Only what may have been on or before this day */
      to?: string;
    };

    answer: TimelineAnswer;
  };
  '/v1/atlas': {
    /** How many stand where on every day: the changes from day to day, per authority, list and target */
    params: { [name: string]: never };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Only this one of the three */
      by?: 'authority' | 'list' | 'target';
      /** Only what this authority lists */
      country?: Authority;
      /** Only what stands on this list */
      list?: ListId;
    };

    answer: AtlasAnswer;
  };
  '/v1/lists': {
    /** Every list, with what we can answer for */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: ListsAnswer;
  };
  '/v1/lists/{id}': {
    /** One list: its coverage and its audits */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: ListAnswer;
  };
  '/v1/lists/{id}/designations': {
    /** What stands on a list on a day, as known at a position */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** Name the events that decide, those set aside, and why */
      explain?: boolean;
      /** Several joined by commas, or `all`; left out: listed, suspended and uncertain */
      status?: string;
      type?: 'organization' | 'person' | 'vessel' | 'aircraft';
      program?: string;
      /** Part of a name, an alias, the reference or a number (IMO, passport, wallet), whatever its case, accents, script and quotation marks */
      q?: string;
    };

    answer: DesignationsAnswer;
  };
  '/v1/lists/{id}/snapshot': {
    /** A whole list on a day as NDJSON, and the stream that goes on from there */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: null;
    item:
      | {
          /** The day asked about */
          on: Day;
          /** The position the question was answered at */
          knownAt: Position;
          list: string;
          coverage: Coverage;
          /** The stream that goes on from `knownAt` */
          next: string;
        }
      | DesignationPeriod
      | {
          end: {
            /** Designations */
            count: number;
            /** `knownAt` */
            position: Position;
            /** Of all bytes before this line */
            sha256: string;
          };
        };
  };
  '/v1/lists/{id}/publications': {
    /** A list’s publications, ingested or rejected, in the order they were recorded */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: PublicationsAnswer;
  };
  '/v1/lists/{id}/diff': {
    /** What changed on a list from one day to another, and by which events and publications */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** The earlier day: what stood at its end */
      from: string;
      /** The later day; today (UTC) where left out */
      to?: string;
      /** CSV has all changes in one file */
      format?: 'json' | 'csv';
    };

    answer: DiffAnswer;
  };
  '/v1/lists/{id}/activity': {
    /** How much a list moved, by month and programme */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** Only changes from this day on */
      from?: string;
      /** Only changes up to this day */
      to?: string;
    };

    answer: ActivityAnswer;
  };
  '/v1/lists/{id}/publications/{sha256}': {
    /** One publication: what it changed, what was not known in it, what was quarantined and why */
    params: {
      /** A list, as un-sc */
      id: ListId;
      /** Of the file as published */
      sha256: string;
    };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: PublicationAnswer;
  };
  '/v1/lists/{id}/publications/{sha256}/artefact': {
    /** The file of a publication, byte for byte as it was published */
    params: {
      /** A list, as un-sc */
      id: ListId;
      /** Of the file as published */
      sha256: string;
    };
    query: { [name: string]: never };

    answer: null;
  };
  '/v1/designations/{id}': {
    /** One designation as it stands on a day, by its id or any reference it ever had */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Name the events that decide, those set aside, and why */
      explain?: boolean;
    };

    answer: DesignationAnswer;
  };
  '/v1/designations/{id}/history': {
    /** All periods of a designation as known, and the events they are made of */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: HistoryAnswer;
  };
  '/v1/events': {
    /** Events in the order they were recorded */
    params: { [name: string]: never };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      /** Only events of later positions; one that the log has not reached is refused (400), its last one is not */
      after?: number;
      type?: EventType;
      country?: Authority;
      /** What was recorded about a list and the entries on it */
      list?: ListId;
      /** A stream, or the id of a designation */
      subject?: string;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** Seconds to wait for an event where there is none yet; a page that a cursor leads to waits for none */
      wait?: number;
      /** Left out, Accept says. `cloudevents` is a page as a CloudEvents batch, the next one in Link; NDJSON has all events up to now, one per line; its last line has their count, position and SHA-256 */
      format?: 'json' | 'ndjson' | 'cloudevents';
    };

    answer: EventsAnswer;
  };
  '/v1/events/{id}': {
    /** One event by its id or its position: the canonical bytes */
    params: {
      /** A UUID, or a log position */
      id: string;
    };
    query: { [name: string]: never };

    answer: Event;
  };
  '/v1/feeds/events.atom': {
    /** The newest events as an Atom feed (RFC 4287), with archive pages (RFC 5005) */
    params: { [name: string]: never };
    query: {
      type?: EventType;
      country?: Authority;
      /** What was recorded about a list and the entries on it */
      list?: ListId;
      /** A stream, or the id of a designation */
      subject?: string;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** Only events of earlier positions: an archive page, which never changes. At most one more than the last position of the log: what lies beyond is refused (400) */
      before?: number;
      limit?: number;
    };

    answer: null;
  };
  '/v1/feeds/events.json': {
    /** The newest events as a JSON Feed 1.1 */
    params: { [name: string]: never };
    query: {
      type?: EventType;
      country?: Authority;
      /** What was recorded about a list and the entries on it */
      list?: ListId;
      /** A stream, or the id of a designation */
      subject?: string;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** Only events of earlier positions: an archive page, which never changes. At most one more than the last position of the log: what lies beyond is refused (400) */
      before?: number;
      limit?: number;
    };

    answer: FeedAnswer;
  };
  '/v1/events/{id}/thread': {
    /** An event and what reacted to it, to any depth */
    params: {
      /** A UUID, or a log position */
      id: string;
    };
    query: {
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: ThreadAnswer;
  };
  '/v1/subjects/{id}': {
    /** One party on all lists, by a subject’s id or by any of its designations */
    params: {
      /** A subject, or any of its designations */
      id: string;
    };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: SubjectAnswer;
  };
  '/v1/alignment': {
    /** Which parties stand on a list and on another, which on one alone, and who followed whom */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      list: string;
      with: string;
      alignment?: 'both' | 'list-only' | 'with-only';
      /** With `to`: the counts at the first of each month */
      from?: string;
      /** At most a hundred years after `from` */
      to?: string;
    };

    answer: AlignmentAnswer;
  };
  '/v1/diplomacy': {
    /** Who has which envoy where on a day: appointed, accredited, recognised; vacancies and predecessors */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      sending?: Authority;
      receiving?: Authority;
    };

    answer: DiplomacyAnswer;
  };
  '/v1/export/catalog.json': {
    /** Every dataset of today as known now, for yente, motiva and Marble */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: ExportCatalogueAnswer;
  };
  '/v1/export/{on}/{knownAt}/catalog.json': {
    /** Every dataset of a day, as known at a position */
    params: {
      /** The day asked about, or `today` (UTC) */
      on: string;
      /** A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400) */
      knownAt: string;
    };
    query: { [name: string]: never };

    answer: ExportCatalogueAnswer;
  };
  '/v1/export/{on}/{knownAt}/{dataset}/index.json': {
    /** One dataset with all of its files */
    params: {
      /** The day asked about, or `today` (UTC) */
      on: string;
      /** A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400) */
      knownAt: string;
      /** A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche) */
      dataset: string;
    };
    query: { [name: string]: never };

    answer: ExportDatasetAnswer;
  };
  '/v1/export/{on}/{knownAt}/{dataset}/versions.json': {
    /** The newest hundred versions of a dataset */
    params: {
      /** The day asked about, or `today` (UTC) */
      on: string;
      /** A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400) */
      knownAt: string;
      /** A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche) */
      dataset: string;
    };
    query: { [name: string]: never };

    answer: ExportVersionsAnswer;
  };
  '/v1/export/{on}/{knownAt}/{dataset}/delta.json': {
    /** Where it says what each version of a dataset changed */
    params: {
      /** The day asked about, or `today` (UTC) */
      on: string;
      /** A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400) */
      knownAt: string;
      /** A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche) */
      dataset: string;
    };
    query: { [name: string]: never };

    answer: ExportDeltasAnswer;
  };
  '/v1/export/{on}/{knownAt}/{dataset}/{file}': {
    /** What stands on a day, as known at a position, as a file: ranges, gzip and zstd */
    params: {
      /** The day asked about, or `today` (UTC) */
      on: string;
      /** A log position, an RFC 3339 instant, or `now`; a position that the log has not reached is refused (400) */
      knownAt: string;
      /** A list (demarche_un_sc), an authority (demarche_authority_kz), or all (demarche) */
      dataset: string;
      file:
        | 'entities.ftm.json'
        | 'statements.csv'
        | 'targets.simple.csv'
        | 'targets.nested.json'
        | 'names.txt'
        | 'senzing.json'
        | 'designations.csv'
        | 'designations.parquet'
        | 'entities.delta.json';
    };
    query: { [name: string]: never };

    answer: unknown;
  };
  '/v1/search': {
    /** Designations by a name in any script, its beginning, or a number */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** A name or its beginning in any script, a number, or a reference */
      q: string;
      list?: ListId;
      /** Whose list it stands on */
      country?: Authority;
      type?: 'organization' | 'person' | 'vessel' | 'aircraft';
      program?: string;
      status?: string;
      limit?: number;
      offset?: number;
    };

    answer: FoundAnswer;
  };
  '/v1/search/{dataset}': {
    /** Entities of a dataset by a name in any script, its beginning, or a number, as yente is asked */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** A name or its beginning in any script, a number, or a reference */
      q: string;
      /** Entities of a kind that this one is compared with */
      schema?:
        | 'Thing'
        | 'LegalEntity'
        | 'Person'
        | 'Organization'
        | 'Company'
        | 'PublicBody'
        | 'Vessel'
        | 'Airplane'
        | 'CryptoWallet'
        | 'Security';
      /** No entities of these schemata */
      exclude_schema?: string[];
      /** Only entities of one of these topics */
      topics?: string[];
      /** Only entities of these datasets */
      include_dataset?: string[];
      /** No entities of these datasets */
      exclude_dataset?: string[];
      /** Only entities that changed after this instant; a day or an hour is its first second */
      changed_since?: string;
      /** Only entities of one of these countries, as `kz` */
      countries?: string[];
      limit?: number;
      offset?: number;
      /** Taken for yente’s clients; names that are alike are found in any case */
      fuzzy?: boolean;
      /** Taken for yente’s clients; what is typed is always a name or a number */
      simple?: boolean;
    };

    answer: EntitiesFoundAnswer;
  };
  '/v1/entities/{entity}': {
    /** One designation as an entity of FollowTheMoney, by the id that matches have */
    params: { entity: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** With its sanctions, documents and addresses inside; unless `false` */
      nested?: boolean;
    };

    answer: EntityAnswer;
  };
  '/v1/algorithms': {
    /** The versions of the scorer */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: ScorersAnswer;
  };
  '/v1/catalog': {
    /** What can be matched against */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: DatasetsAnswer;
  };
  '/v1/reconcile': {
    /** The reconciliation service of all lists (W3C Reconciliation 0.2), for OpenRefine */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Names that are looked for, as JSON; without it and `extend`, the service tells of itself */
      queries?: string;
      /** Entities and the properties that are wanted of them, as JSON */
      extend?: string;
    };

    answer: ReconcilingAnswer;
  };
  '/v1/reconcile/{dataset}': {
    /** The reconciliation service of a dataset */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Names that are looked for, as JSON; without it and `extend`, the service tells of itself */
      queries?: string;
      /** Entities and the properties that are wanted of them, as JSON */
      extend?: string;
    };

    answer: ReconcilingAnswer;
  };
  '/v1/reconcile/{dataset}/suggest/entity': {
    /** Entities by a name that is being typed */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** What was typed so far */
      prefix: string;
      /** How many are passed over */
      cursor?: number;
    };

    answer: SuggestedAnswer;
  };
  '/v1/reconcile/{dataset}/suggest/property': {
    /** Properties by a word that is being typed */
    params: { dataset: string };
    query: {
      /** What was typed so far */
      prefix?: string;
      /** How many are passed over */
      cursor?: number;
    };

    answer: SuggestedWordsAnswer;
  };
  '/v1/reconcile/{dataset}/suggest/type': {
    /** Types by a word that is being typed */
    params: { dataset: string };
    query: {
      /** What was typed so far */
      prefix?: string;
      /** How many are passed over */
      cursor?: number;
    };

    answer: SuggestedWordsAnswer;
  };
  '/v1/reconcile/{dataset}/properties': {
    /** Properties that entities can be extended by */
    params: { dataset: string };
    query: {
      type?:
        | 'Thing'
        | 'LegalEntity'
        | 'Person'
        | 'Organization'
        | 'Company'
        | 'PublicBody'
        | 'Vessel'
        | 'Airplane'
        | 'CryptoWallet'
        | 'Security';
      limit?: number;
    };

    answer: ProposedAnswer;
  };
  '/v1/screenings/{run}/result': {
    /** The result of a run that is done, as CSV: the same bytes whenever the same is asked */
    params: { run: string };
    query: { [name: string]: never };

    answer: null;
  };
  '/v1/reconcile/{dataset}/preview': {
    /** An entity as a small page, to be shown in a frame */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** An entity */
      id: string;
    };

    answer: null;
  };
  '/v1/events/stream': {
    /** The log as it grows, as server-sent events; the id of each is its position */
    params: { [name: string]: never };
    query: {
      type?: EventType;
      country?: Authority;
      /** What was recorded about a list and the entries on it */
      list?: ListId;
      /** A stream, or the id of a designation */
      subject?: string;
      /** With what only a reparse changed */
      reparse?: boolean;
      /** Only events of later positions; what is recorded from now on, where left out. Last-Event-ID goes before it. A position that the log has not reached is refused (400) */
      after?: number;
    };

    answer: null;
    item: Event;
  };
  '/livez': {
    /** Whether the process lives */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: { status: 'alive' };
  };
  '/readyz': {
    /** Whether questions are answered; how far all is, to those who may read */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: {
      status: 'ready' | 'starting' | 'unavailable';
      /** Why it is not ready */
      detail?: string;
      /** Of the log; told to who may read */
      head?: Position;
      /** Of the slowest subscription; told to who may read */
      lag?: number;
      /** Told to who may read */
      subscriptions?: {
        name: string;
        /** Everything up to here is in */
        position: Position;
        /** Events behind the head of the log */
        lag: number;
        /** Events that could not be digested */
        parked: number;
        /** Attempts that failed since it last went on */
        attempts: number;
        failingSince: string | null;
      }[];
    };
  };
  '/metrics': {
    /** For Prometheus */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: null;
  };
  '/openapi.json': {
    /** This document */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: { [name: string]: unknown };
  };
  '/asyncapi.json': {
    /** What comes by Kafka and as server-sent events, as AsyncAPI */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: { [name: string]: unknown };
  };
  '/docs': {
    /** This document for people */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: null;
  };
  '/.well-known/webhook-keys': {
    /** The public keys by which webhooks are signed, as JWKS (RFC 7517) */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: {
      keys: {
        kty: 'OKP';
        crv: 'Ed25519';
        use: 'sig';
        alg: 'EdDSA';
        /** The endpoint, and the secret */
        kid: string;
        x: string;
      }[];
    };
  };
  '/v1/keys': {
    /** All keys, those that are none any more too */
    params: { [name: string]: never };
    query: { [name: string]: never };

    answer: {
      items: {
        id: string;
        /** The account that a key belongs to; it sees the webhooks of this account alone */
        owner: string;
        scopes: string[];
        note: string | null;
        createdAt: Instant;
        /** From when on it is none; null where it does not end by itself */
        expiresAt: Instant | null;
        /** To the minute */
        lastUsedAt: Instant | null;
        revokedAt: Instant | null;
        /** The key that it was rotated to */
        replacedBy: string | null;
      }[];
    };
  };
  '/v1/keys/{id}': {
    /** One key */
    params: { id: string };
    query: { [name: string]: never };

    answer: {
      id: string;
      /** The account that a key belongs to; it sees the webhooks of this account alone */
      owner: string;
      scopes: string[];
      note: string | null;
      createdAt: Instant;
      /** From when on it is none; null where it does not end by itself */
      expiresAt: Instant | null;
      /** To the minute */
      lastUsedAt: Instant | null;
      revokedAt: Instant | null;
      /** The key that it was rotated to */
      replacedBy: string | null;
    };
  };
  '/v1/audit-trail': {
    /** Who was refused, and who administered what */
    params: { [name: string]: never };
    query: {
      /** Only entries of later ids */
      after?: number;
      limit?: number;
      actor?: string;
      /** Such entries alone, as key.created */
      action?: string;
    };

    answer: {
      items: {
        id: number;
        at: Instant;
        /** A key’s id, the subject of a token, `anonymous`, or `command-line` */
        actor: string;
        /** Where it came from; null on the machine itself */
        address: string | null;
        /** `key.created`, `key.rotated`, `key.revoked`, `refused.401` and others */
        action: string;
        /** What it was about: a key, or the route */
        target: string | null;
        /** How often in that minute; refusals alike are counted, not repeated */
        count: number;
        detail: { [name: string]: unknown };
      }[];
      /** Where to go on with `after`; null at the end */
      next: number | null;
    };
  };
  '/v1/webhooks': {
    /** The endpoints of the caller; all of them for an admin */
    params: { [name: string]: never };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
    };

    answer: {
      items: Webhook[];
      /** The cursor of the next page; null at the end */
      next: string | null;
    };
  };
  '/v1/webhooks/{id}': {
    /** One endpoint and how it goes */
    params: { id: string };
    query: { [name: string]: never };

    answer: Webhook;
  };
  '/v1/webhooks/{id}/deliveries': {
    /** Deliveries, the newest first */
    params: { id: string };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
      status?: 'pending' | 'delivered' | 'failed' | 'cancelled';
    };

    answer: {
      items: Delivery[];
      /** The cursor of the next page; null at the end */
      next: string | null;
    };
  };
  '/v1/webhooks/{id}/deliveries/{delivery}': {
    /** One delivery and its attempts */
    params: { id: string; delivery: number };
    query: { [name: string]: never };

    answer: {
      id: number;
      /** The header webhook-id, the same for all attempts */
      webhookId: string;
      kind: 'event' | 'replay' | 'ping' | 'example' | 'operational';
      position: Position | null;
      /** Of the events of this endpoint */
      sequence: number | null;
      /** Of the event that was delivered before it */
      previous: Position | null;
      status: 'pending' | 'delivered' | 'failed' | 'cancelled';
      attempts: number;
      /** When it is tried next */
      dueAt: Instant | null;
      createdAt: Instant;
      finishedAt: Instant | null;
      log: {
        number: number;
        at: Instant;
        ok: boolean;
        /** Null where no whole answer came */
        status: number | null;
        /** Where it failed: address, dns, connect, tls, headers, body, answer */
        phase: string | null;
        code: string | null;
        detail: string | null;
        /** How long each phase took */
        ms: { [name: string]: number } | null;
        /** The body is cut after 4 kB; secrets are left out */
        request: { headers: { [name: string]: string }; body: string };
        response: { headers: { [name: string]: string }; body: string } | null;
      }[];
    };
  };
  '/v1/webhooks/{id}/replays': {
    /** Replays, the newest first */
    params: { id: string };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
    };

    answer: {
      items: {
        id: string;
        after: Position;
        upTo: Position;
        perSecond: number;
        /** That the filter asked for when the replay was started */
        events: number;
        /** Of them, those that were sent or wait to be sent */
        planned: number;
        /** Of the planned, those that wait */
        pending: number;
        /** done: none is to be planned any more, and none waits; cancelled: called off before that */
        status: 'running' | 'done' | 'cancelled';
        createdAt: Instant;
      }[];
      /** The cursor of the next page; null at the end */
      next: string | null;
    };
  };
  '/v1/webhooks/{id}/replays/{replay}': {
    /** One replay, and how far it has come */
    params: { id: string; replay: string };
    query: { [name: string]: never };

    answer: {
      id: string;
      after: Position;
      upTo: Position;
      perSecond: number;
      /** That the filter asked for when the replay was started */
      events: number;
      /** Of them, those that were sent or wait to be sent */
      planned: number;
      /** Of the planned, those that wait */
      pending: number;
      /** done: none is to be planned any more, and none waits; cancelled: called off before that */
      status: 'running' | 'done' | 'cancelled';
      createdAt: Instant;
    };
  };
  '/v1/screenings': {
    /** The runs of the caller; all of them for an admin */
    params: { [name: string]: never };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
    };

    answer: {
      items: Screening[];
      /** The cursor of the next page; null at the end */
      next: string | null;
    };
  };
  '/v1/screenings/{run}': {
    /** One run, and how far it is */
    params: { run: string };
    query: { [name: string]: never };

    answer: Screening;
  };
  '/v1/screenings/{run}/changes': {
    /** What changed in the result of a run that is watched, and by which events */
    params: { run: string };
    query: {
      /** `next` of the page before, with the same filters */
      cursor?: string;
      limit?: number;
    };

    answer: {
      items: {
        /** The day of which it is told */
        on: Day;
        knownAt: Position;
        /** The position that it is another result than */
        comparedWith: Position;
        at: Instant;
        /** At most 10,000 */
        differences: {
          customer: { id: string; line: number; name: string };
          designation: string;
          list: string;
          change: 'appeared' | 'gone' | 'changed';
          before: { score: number; caption: string; status?: Status; possible?: Status[] } | null;
          after: { score: number; caption: string; status?: Status; possible?: Status[] } | null;
          /** By which events, at most 50 */
          events: { position: Position; id: string; type: string }[];
        }[];
        /** Whether these are all */
        isWhole: boolean;
      }[];
      /** The cursor of the next page; null at the end */
      next: string | null;
    };
  };
}

/** Every POST. */
export interface Posts {
  '/v1/lists': {
    /** Register a list */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      list: ListId;
      name: string;
      url?: string;
      legalBasis?: string;
      curated?: { from?: DayOfFact; to?: DayOfFact; complete: boolean };
      reviewEveryMonths?: number;
      authority: Authority;
    };
    answer: Recorded;
  };
  '/v1/lists/{id}/publications': {
    /** Ingest a publication: the file as it was published, plain or gzip */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: {
      /** Where the file carries no date of its own */
      publishedOn?: DayOfFact;
      /** Why a guard is overridden; recorded */
      force?: string;
      /** Put an older publication in its place in history */
      backfill?: boolean;
      dryRun?: boolean;
    };

    answer: IngestReport;
  };
  '/v1/reconcile': {
    /** The reconciliation service of all lists, asked with a form */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: ReconcilingAnswer;
  };
  '/v1/reconcile/{dataset}': {
    /** The reconciliation service of a dataset, asked with a form */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };

    answer: ReconcilingAnswer;
  };
  '/v1/lists/{id}/reviews': {
    /** Record an audit of a list */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      by: string;
      outcome: string;
      criteria?: string;
    };
    answer: Recorded;
  };
  '/v1/lists/{id}/coverage-end': {
    /** Record that a list can no longer be read; nobody is delisted by it */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reason: string;
    };
    answer: Recorded;
  };
  '/v1/lists/{id}/coverage-resumption': {
    /** Record that a list can be read again */
    params: {
      /** A list, as un-sc */
      id: ListId;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reason: string;
    };
    answer: Recorded;
  };
  '/v1/designations': {
    /** Record that a party was designated */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      list: ListId;
      record: RecordInput;
      row?: unknown;
    };
    answer: Recorded;
  };
  '/v1/designations/{id}/delisting': {
    /** Record that a party was delisted */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reason?: string;
    };
    answer: Recorded;
  };
  '/v1/designations/{id}/suspension': {
    /** Record that a designation was suspended */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reason?: string;
    };
    answer: Recorded;
  };
  '/v1/designations/{id}/reinstatement': {
    /** Record that a suspended designation is in force again */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reason?: string;
    };
    answer: Recorded;
  };
  '/v1/designations/{id}/amendments': {
    /** Record a change of substance, programmes coming and going included */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      row?: unknown;
      /** JSON Patch (RFC 6902) of the record; what stood there before is added here */
      patch: ({ op: 'add' | 'replace'; path: string; value: unknown } | { op: 'remove'; path: string })[];
    };
    answer: Recorded;
  };
  '/v1/designations/{id}/reidentification': {
    /** Record that an entry got a new reference number */
    params: {
      /** list:reference, any reference that it ever had */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      reference: string;
      evidence: { kind: string; text: string }[];
    };
    answer: Recorded;
  };
  '/v1/subjects/{id}/links': {
    /** Record that entries of several lists are one party */
    params: {
      /** A subject, or any of its designations */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      entries: DesignationId[];
      associates?: { list: ListId; program: string }[];
      evidence: { kind: 'printed-reference' | 'name' | 'identifier' | 'analysis'; text: string }[];
    };
    answer: Recorded;
  };
  '/v1/subjects/{id}/unlinks': {
    /** Record that entries are not that party */
    params: {
      /** A subject, or any of its designations */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      entries: DesignationId[];
      evidence: { kind: 'printed-reference' | 'name' | 'identifier' | 'analysis'; text: string }[];
    };
    answer: Recorded;
  };
  '/v1/envoys': {
    /** Record that an envoy was appointed */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      sending: Authority;
      receiving: Authority;
      role: string;
      envoy: { name: string; aliases?: string[] };
      rank?: string;
      predecessor?: string;
      occasion?: 'rotation' | 'new-post' | 'promotion';
    };
    answer: Recorded;
  };
  '/v1/credentials': {
    /** Record that an envoy’s credentials were accepted */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      sending: Authority;
      receiving: Authority;
      role: string;
      envoy: { name: string; aliases?: string[] };
      rank?: string;
      acceptedBy?: string;
      copies?: true;
    };
    answer: Recorded;
  };
  '/v1/departures': {
    /** Record that an envoy left the post */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      sending: Authority;
      receiving: Authority;
      role: string;
      envoy: { name: string; aliases?: string[] };
      rank?: string;
      reason?: string;
    };
    answer: Recorded;
  };
  '/v1/statements': {
    /** Record what an official said */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      statement: string;
      issuer: { name: string; office?: string };
      summary: string;
      stance?: 'welcomes' | 'supports' | 'neutral' | 'concerned' | 'condemns' | 'withholds-recognition';
      about: { events?: string[]; subjects?: (DesignationId | string)[]; countries?: Authority[] };
      inReactionTo?: string;
      /** The issuer’s country */
      authority: Authority;
    };
    answer: Recorded;
  };
  '/v1/resolutions': {
    /** Record that a resolution was adopted */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      symbol: string;
      body: string;
      summary: string;
      about: { countries?: Authority[] };
      votes?: { inFavour: number; against: number; abstaining: number };
      inReactionTo?: string;
    };
    answer: Recorded;
  };
  '/v1/control': {
    /** Record who came to hold a territory */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      territory: Authority;
      by: string;
    };
    answer: Recorded;
  };
  '/v1/recognitions': {
    /** Record that an authority recognises a government */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      territory: Authority;
      government: string;
      kind?: 'de-jure' | 'de-facto';
      /** Who recognises */
      authority: Authority;
    };
    answer: Recorded;
  };
  '/v1/recognition-withdrawals': {
    /** Record that an authority recognises a government no longer */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      territory: Authority;
      government: string;
      /** Who recognises no longer */
      authority: Authority;
    };
    answer: Recorded;
  };
  '/v1/assistance': {
    /** Record that an authority gave help */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      effective: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      territory: Authority;
      to?: string;
      what: string;
      kind?: string;
      /** Who gives */
      authority: Authority;
    };
    answer: Recorded;
  };
  '/v1/events/{id}/correction': {
    /** Record that an event was wrong in some of its fields */
    params: {
      /** A UUID, or a log position */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective?: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      why: string;
      changes: { [name: string]: unknown | null };
    };
    answer: Recorded;
  };
  '/v1/events/{id}/retraction': {
    /** Record that an event should not have been recorded */
    params: {
      /** A UUID, or a log position */
      id: string;
    };
    query: { [name: string]: never };
    body: {
      effective?: PartialDate;
      announcedOn?: DayOfFact;
      source: SourceInput;
      confidence?: 'confirmed' | 'reported' | 'disputed';
      why: string;
    };
    answer: Recorded;
  };
  '/v1/designations:batch': {
    /** Up to 1,000 designations as they stand on one day, as known at one position */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
    };
    body: {
      /** list:reference, or the two apart; any reference that a designation ever had */
      designations: (string | { list: ListId; reference: string })[];
    };
    answer: DesignationsLookedUpAnswer;
  };
  '/v1/match': {
    /** Who of up to 100 parties is on a list, as yente is asked */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Entities a query, at most */
      limit?: number;
      /** The score from which an entity is a match */
      threshold?: number;
      /** The score from which an entity is told; 0.5, or the threshold where that is lower, where left out */
      cutoff?: number;
      /** A version of the scorer; the current one, where left out */
      scorer?: string;
      /** The same, as yente calls it; `best` is the current one */
      algorithm?: string;
      /** Only entities of these datasets */
      include_dataset?: string[];
      /** No entities of these datasets */
      exclude_dataset?: string[];
      /** Only entities that changed after this instant; a day or an hour is its first second */
      changed_since?: string;
      /** What each score was computed of; told unless `false` */
      explanations?: boolean;
      /** No entities of these schemata */
      exclude_schema?: string[];
      /** Only entities of one of these topics */
      topics?: string[];
      /** Not these entities, by their ids or former ones */
      exclude_entity_ids?: string[];
    };
    body: {
      queries: {
        [name: string]: {
          id?: string | null;
          schema?:
            | 'Thing'
            | 'LegalEntity'
            | 'Person'
            | 'Organization'
            | 'Company'
            | 'PublicBody'
            | 'Vessel'
            | 'Airplane'
            | 'CryptoWallet'
            | 'Security';
          /** At most 100 names, aliases and former ones included */
          properties: { [name: string]: string | number | null | (string | number | null)[] };
        };
      };
      /** How much each feature counts: 0 leaves it out, 1 is usual */
      weights?: { [name: string]: number };
      /** Taken for yente’s clients; it changes nothing */
      config?: { [name: string]: string | number | boolean | null };
    };
    answer: MatchesAnswer;
  };
  '/v1/match/{dataset}': {
    /** Who of up to 100 parties is in a dataset, as yente is asked */
    params: { dataset: string };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Wait until the answer includes this position, to read your own writes; one that the log has not reached is refused (400) */
      minPosition?: number;
      /** Entities a query, at most */
      limit?: number;
      /** The score from which an entity is a match */
      threshold?: number;
      /** The score from which an entity is told; 0.5, or the threshold where that is lower, where left out */
      cutoff?: number;
      /** A version of the scorer; the current one, where left out */
      scorer?: string;
      /** The same, as yente calls it; `best` is the current one */
      algorithm?: string;
      /** Only entities of these datasets */
      include_dataset?: string[];
      /** No entities of these datasets */
      exclude_dataset?: string[];
      /** Only entities that changed after this instant; a day or an hour is its first second */
      changed_since?: string;
      /** What each score was computed of; told unless `false` */
      explanations?: boolean;
      /** No entities of these schemata */
      exclude_schema?: string[];
      /** Only entities of one of these topics */
      topics?: string[];
      /** Not these entities, by their ids or former ones */
      exclude_entity_ids?: string[];
    };
    body: {
      queries: {
        [name: string]: {
          id?: string | null;
          schema?:
            | 'Thing'
            | 'LegalEntity'
            | 'Person'
            | 'Organization'
            | 'Company'
            | 'PublicBody'
            | 'Vessel'
            | 'Airplane'
            | 'CryptoWallet'
            | 'Security';
          /** At most 100 names, aliases and former ones included */
          properties: { [name: string]: string | number | null | (string | number | null)[] };
        };
      };
      /** How much each feature counts: 0 leaves it out, 1 is usual */
      weights?: { [name: string]: number };
      /** Taken for yente’s clients; it changes nothing */
      config?: { [name: string]: string | number | boolean | null };
    };
    answer: MatchesAnswer;
  };
  '/v1/keys': {
    /** Make a key; it is shown this once */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      /** The account that a key belongs to; it sees the webhooks of this account alone */
      owner?: string;
      scopes: string[];
      note?: string;
      expiresAt?: string;
    };
    answer: {
      id: string;
      /** Shown this once */
      key: string;
      /** The account that a key belongs to; it sees the webhooks of this account alone */
      owner: string;
      scopes: string[];
      expiresAt: Instant | null;
    };
  };
  '/v1/keys/{id}/rotation': {
    /** Make a key that takes the place of this one */
    params: { id: string };
    query: { [name: string]: never };
    body: {
      /** How long the old key stays valid beside the new one; 0 ends it at once */
      graceHours?: number;
      /** Of the new key; as the old one had it, where left out */
      expiresAt?: string;
    };
    answer: {
      id: string;
      /** Shown this once */
      key: string;
      /** The account that a key belongs to; it sees the webhooks of this account alone */
      owner: string;
      scopes: string[];
      expiresAt: Instant | null;
    };
  };
  '/v1/webhooks': {
    /** Register an endpoint; its secret is shown this once */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      /** https; where it leads is checked now and at every connection */
      url: string;
      description?: string;
      filter?: WebhookFilterInput;
      /** thin says what happened and where to read it; full has the event */
      payload?: 'thin' | 'full';
      payloadVersion?: '1';
      headers?: { [name: string]: string };
      /** by-list: an event waits until the one before it on its list is delivered */
      order?: 'none' | 'by-list';
      ratePerSecond?: number | null;
      /** Requests at a time */
      concurrency?: number;
      /** Seconds before the second attempt, the third, and so on */
      retrySeconds?: number[];
      /** Everything after this position is sent; what is recorded from now on, where left out. One that the log has not reached is refused (400) */
      from?: number;
    };
    answer: {
      id: string;
      /** The key that made it */
      owner: string;
      /** https; where it leads is checked now and at every connection */
      url: string;
      description: string;
      /** An event is sent where it fits every member that is there */
      filter: {
        /** Of events; and of what happens to endpoints, which has to be named to be sent */
        types?: (
          | 'ListRegistered'
          | 'ListReviewed'
          | 'ListPublicationIngested'
          | 'ListPublicationRejected'
          | 'ListCoverageEnded'
          | 'ListCoverageResumed'
          | 'OrganizationDesignated'
          | 'OrganizationDelisted'
          | 'PersonDesignated'
          | 'PersonDelisted'
          | 'VesselDesignated'
          | 'VesselDelisted'
          | 'AircraftDesignated'
          | 'AircraftDelisted'
          | 'DesignationAmended'
          | 'DesignationSuspended'
          | 'DesignationReinstated'
          | 'DesignationReidentified'
          | 'SubjectsLinked'
          | 'SubjectsUnlinked'
          | 'EnvoyAppointed'
          | 'CredentialsAccepted'
          | 'EnvoyDeparted'
          | 'StatementIssued'
          | 'ResolutionAdopted'
          | 'ControlAssumed'
          | 'RecognitionGranted'
          | 'RecognitionWithdrawn'
          | 'AssistanceProvided'
          | 'EventCorrected'
          | 'EventRetracted'
          | 'endpoint.created'
          | 'endpoint.updated'
          | 'endpoint.enabled'
          | 'endpoint.paused'
          | 'endpoint.disabled'
          | 'endpoint.deleted'
          | 'endpoint.rotated'
          | 'delivery.exhausted'
          | 'screening.changed'
        )[];
        lists?: ListId[];
        /** Of the authority */
        countries?: Authority[];
        /** Of a designation, as its stream has named them so far */
        programs?: string[];
        /** Streams, or ids of designations */
        subjects?: string[];
        /** All but reparse, where left out */
        causes?: ('source' | 'analyst' | 'correction' | 'reparse')[];
      };
      /** thin says what happened and where to read it; full has the event */
      payload: 'thin' | 'full';
      payloadVersion: '1';
      /** Names alone; their values are shown to nobody */
      headers: string[];
      /** by-list: an event waits until the one before it on its list is delivered */
      order: 'none' | 'by-list';
      ratePerSecond: number | null;
      /** Requests at a time */
      concurrency: number;
      /** Seconds before the second attempt, the third, and so on */
      retrySeconds: number[];
      status: 'enabled' | 'paused' | 'disabled';
      /** Why it is paused or disabled */
      reason: string | null;
      createdAt: Instant;
      updatedAt: Instant;
      /** Of the settings: each change makes it one more. If-Match takes it in quotes, as it takes the ETag */
      version: number;
      /** How it goes */
      standing: {
        /** Everything up to here was sent or waits to be sent */
        plannedThrough: Position;
        /** Of the newest event */
        sequence: number;
        /** Deliveries that wait */
        pending: number;
        /** Failures since the last success */
        failures: number;
        failingSince: Instant | null;
        /** It is left alone until then, because it fails or asks for it */
        heldUntil: Instant | null;
      };
      /** whsec_…, for v1 signatures; shown this once */
      secret: string | null;
      /** whpk_…, for v1a signatures */
      publicKey: string;
    };
  };
  '/v1/webhooks/preview': {
    /** What a filter would have sent */
    params: { [name: string]: never };
    query: { [name: string]: never };
    body: {
      filter?: WebhookFilterInput;
      /** Only events of later positions; the newest 100,000, where left out. One that the log has not reached is refused (400) */
      after?: number;
    };
    answer: {
      after: Position;
      upTo: Position;
      /** Events that would have been sent */
      matching: number;
      /** The newest of them */
      items: Event[];
    };
  };
  '/v1/webhooks/{id}/preview': {
    /** What another filter would have sent, or its own */
    params: { id: string };
    query: { [name: string]: never };
    body: {
      filter?: WebhookFilterInput;
      /** Only events of later positions; the newest 100,000, where left out. One that the log has not reached is refused (400) */
      after?: number;
    };
    answer: {
      after: Position;
      upTo: Position;
      /** Events that would have been sent */
      matching: number;
      /** The newest of them */
      items: Event[];
    };
  };
  '/v1/webhooks/{id}/ping': {
    /** Send a ping, or an example of an event */
    params: { id: string };
    query: { [name: string]: never };
    body: { type?: string };
    answer: null;
  };
  '/v1/webhooks/{id}/rotation': {
    /** Make new secrets; the old ones sign on for a while */
    params: { id: string };
    query: { [name: string]: never };
    body: {
      /** For so long the secrets before it sign too; 0 revokes them now */
      graceSeconds?: number;
    };
    answer: {
      /** whsec_…, for v1 signatures; shown this once */
      secret: string | null;
      /** whpk_…, for v1a signatures */
      publicKey: string;
      oldOnesUntil: Instant;
    };
  };
  '/v1/webhooks/{id}/deliveries/{delivery}/resend': {
    /** Send a delivery once more */
    params: { id: string; delivery: number };
    query: { [name: string]: never };

    answer: null;
  };
  '/v1/webhooks/{id}/replay': {
    /** Send events once more, from any position of history */
    params: { id: string };
    query: { [name: string]: never };
    body: {
      /** Events of later positions; 0 is the beginning of history. One that is later than `upTo` is refused (400) */
      after: number;
      /** The last position; that of now, where left out. One that the log has not reached is refused (400) */
      upTo?: number;
      perSecond?: number;
      /** Only count */
      dryRun?: boolean;
    };
    answer: null;
  };
  '/v1/screenings': {
    /** Screen a file of customers; the same question about the same file is the run that it was */
    params: { [name: string]: never };
    query: {
      /** The day asked about, in the authority’s own reckoning; today (UTC) where left out */
      on?: string;
      /** A log position, or an RFC 3339 instant that means the last position at or before it; now where left out. A position that the log has not reached is refused (400) */
      knownAt?: number | string;
      /** Tell what differs as known then, and by which events, instead of all hits */
      compareKnownAt?: number | string;
      /** The score from which an entity is a match */
      threshold?: number;
      /** Hits of a customer that are told, at most */
      limit?: number;
      /** A version of the scorer; the current one, where left out */
      scorer?: string;
      /** Only entities of these datasets */
      include_dataset?: string[];
      /** The customers and what came of them are deleted after so many hours */
      keepHours?: number;
      /** Whether `screening.changed` is sent to webhooks of the owner when what is recorded later changes a result */
      watch?: 'true' | 'false';
    };

    answer: null;
  };
}

/** Every PATCH. */
export interface Patches {
  '/v1/webhooks/{id}': {
    /** Change an endpoint, pause it, or enable it again */
    params: { id: string };
    query: { [name: string]: never };
    body: {
      /** https; where it leads is checked now and at every connection */
      url?: string;
      description?: string;
      filter?: WebhookFilterInput;
      /** thin says what happened and where to read it; full has the event */
      payload?: 'thin' | 'full';
      payloadVersion?: '1';
      headers?: { [name: string]: string };
      /** by-list: an event waits until the one before it on its list is delivered */
      order?: 'none' | 'by-list';
      ratePerSecond?: number | null;
      /** Requests at a time */
      concurrency?: number;
      /** Seconds before the second attempt, the third, and so on */
      retrySeconds?: number[];
      status?: 'enabled' | 'paused' | 'disabled';
      /** Where it is enabled again: leave out what was recorded meanwhile, which would be sent first */
      skipMissed?: boolean;
    };
    answer: Webhook;
  };
  '/v1/screenings/{run}': {
    /** Watch a run or no longer, or keep it for another time */
    params: { run: string };
    query: { [name: string]: never };
    body: {
      /** Whether `screening.changed` is sent */
      watch?: boolean;
      /** From now on */
      keepHours?: number;
    };
    answer: Screening;
  };
}

/** Every DELETE. */
export interface Deletes {
  '/v1/keys/{id}': {
    /** Take a key away, at once and everywhere */
    params: { id: string };
    query: { [name: string]: never };

    answer: null;
  };
  '/v1/webhooks/{id}': {
    /** Delete an endpoint and all that waits for it */
    params: { id: string };
    query: { [name: string]: never };

    answer: null;
  };
  '/v1/webhooks/{id}/replays/{replay}': {
    /** Call a replay off: nothing more of it is sent; one that is over stays as it is */
    params: { id: string; replay: string };
    query: { [name: string]: never };

    answer: {
      id: string;
      after: Position;
      upTo: Position;
      perSecond: number;
      /** That the filter asked for when the replay was started */
      events: number;
      /** Of them, those that were sent or wait to be sent */
      planned: number;
      /** Of the planned, those that wait */
      pending: number;
      /** done: none is to be planned any more, and none waits; cancelled: called off before that */
      status: 'running' | 'done' | 'cancelled';
      createdAt: Instant;
    };
  };
  '/v1/screenings/{run}': {
    /** Delete a run, its customers and what came of them */
    params: { run: string };
    query: { [name: string]: never };

    answer: null;
  };
}
