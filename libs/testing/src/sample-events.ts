import type { DesignationRecord, DomainEvent, Source } from '#domain';

const OBSERVED_AT = '2026-01-01T00:00:00.000Z';

export const sampleSource = (overrides: Partial<Source> = {}): Source => ({
  publisher: 'Test Gazette',
  kind: 'authority',
  ...overrides,
});

export const sampleRecord = (reference: string, overrides: Partial<DesignationRecord> = {}): DesignationRecord => ({
  reference,
  programs: ['TEST'],
  subject: { type: 'organization', name: `Organization ${reference}`, aliases: [] },
  ...overrides,
});

interface Options {
  list?: string;
  authority?: string;
  confidence?: 'confirmed' | 'reported' | 'disputed';
  source?: Partial<Source>;
}

const about = (effective: string, options: Options) => ({
  list: options.list ?? 'xx-test',
  authority: options.authority ?? 'XX',
  effective,
  observedAt: OBSERVED_AT,
  source: sampleSource(options.source),
  cause: 'source' as const,
  confidence: options.confidence ?? ('confirmed' as const),
});

/** Short ways to write events in specs; every date is the effective one. */
export const sample = {
  registered: (options: Options & { name?: string } = {}): DomainEvent => ({
    type: 'ListRegistered',
    schemaVersion: 1,
    data: { ...about('2000-01-01', options), name: options.name ?? 'A test list' },
  }),
  designated: (
    reference: string,
    effective: string,
    options: Options & { record?: Partial<DesignationRecord> } = {},
  ): DomainEvent => ({
    type: 'OrganizationDesignated',
    schemaVersion: 3,
    data: { ...about(effective, options), reference, record: sampleRecord(reference, options.record) },
  }),
  delisted: (reference: string, effective: string, options: Options = {}): DomainEvent => ({
    type: 'OrganizationDelisted',
    schemaVersion: 1,
    data: { ...about(effective, options), reference, name: `Organization ${reference}` },
  }),
  suspended: (reference: string, effective: string, options: Options = {}): DomainEvent => ({
    type: 'DesignationSuspended',
    schemaVersion: 1,
    data: { ...about(effective, options), reference },
  }),
  reinstated: (reference: string, effective: string, options: Options = {}): DomainEvent => ({
    type: 'DesignationReinstated',
    schemaVersion: 1,
    data: { ...about(effective, options), reference },
  }),
  renamed: (reference: string, effective: string, name: string, options: Options = {}): DomainEvent => ({
    type: 'DesignationAmended',
    schemaVersion: 1,
    data: {
      ...about(effective, options),
      reference,
      patch: [{ op: 'replace', path: '/subject/name', value: name, old: '' }],
    },
  }),
  corrected: (reference: string, of: string, changes: Record<string, string>, options: Options = {}): DomainEvent => ({
    type: 'EventCorrected',
    schemaVersion: 1,
    data: { ...about('2026-01-01', options), reference, of, changes, why: 'it was wrong' },
  }),
  retracted: (reference: string, of: string, options: Options = {}): DomainEvent => ({
    type: 'EventRetracted',
    schemaVersion: 1,
    data: { ...about('2026-01-01', options), reference, of, why: 'it never happened' },
  }),
};
