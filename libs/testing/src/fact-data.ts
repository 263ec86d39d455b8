import { sampleSource } from './sample-events.ts';

const ID = '00000000-0000-4000-8000-';

/** What every fact in a spec says besides its own matter. */
export const factData = (more: object = {}) => ({
  authority: 'XX',
  effective: '2021-08-15',
  observedAt: '2026-01-01T00:00:00.000Z',
  source: sampleSource(),
  cause: 'analyst' as const,
  confidence: 'confirmed' as const,
  ...more,
});

export const idOf = (position: number): string => `${ID}${String(position).padStart(12, '0')}`;

/** Events as the log would number them. */
export const numbered = <E extends object>(events: readonly E[]): (E & { id: string; position: number })[] =>
  events.map((event, i) => ({ ...event, id: idOf(i + 1), position: i + 1 }));
