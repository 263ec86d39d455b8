import { Gauge, type Registry } from 'prom-client';
import type { Gauges } from '#process';

/** What is held in memory beside the tables, by its name. */
type Held = Record<string, { size(): { rows: number; bytes: number; position: number } | undefined }>;

/** Gauges of what is held in memory. What is not filled yet has none. */
export const memoryGauges =
  (held: Held): Gauges =>
  (registry: Registry) => {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['index'], registers: [registry] });
    const rows = gauge('demarche_memory_rows', 'Rows held in memory, those that are no longer known included');
    const bytes = gauge('demarche_memory_bytes', 'Bytes that an index in memory takes, about');
    const position = gauge('demarche_memory_position', 'Everything up to here is in the index in memory');
    return async () => {
      for (const [index, { size }] of Object.entries(held)) {
        const now = size();
        if (!now) continue;
        rows.set({ index }, now.rows);
        bytes.set({ index }, now.bytes);
        position.set({ index }, now.position);
      }
    };
  };
