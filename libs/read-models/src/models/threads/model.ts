import type { RecordedEvent } from '#event-log';
import type { ResolutionReport, StatementReport } from '#domain';
import { factsModel, type FactRow } from '../facts.ts';

/** Which events speak of which: statements and resolutions in reaction to something, and statements about it. */
export const threads = factsModel({
  name: 'threads',
  revision: 1,
  tables: new URL('./table.sql', import.meta.url),
  streams: ['statement-', 'resolution-'],
  columns: { edge: { target: 'uuid', kind: 'text' } },
  rowsOf: (event) => edgesOf(event as RecordedEvent<StatementReport | ResolutionReport>),
});

function edgesOf({ data }: RecordedEvent<StatementReport | ResolutionReport>): FactRow[] {
  const about = 'events' in data.about ? (data.about.events ?? []) : [];
  const edge = (kind: string) => (target: string) => ({ table: 'edge', row: { target, kind } });
  return [
    ...(data.inReactionTo === undefined ? [] : [data.inReactionTo]).map(edge('reaction')),
    ...about.filter((target) => target !== data.inReactionTo).map(edge('about')),
  ];
}
