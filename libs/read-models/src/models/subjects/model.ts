import { STREAMS, type SubjectReport } from '#domain';
import type { RecordedEvent } from '#event-log';
import { factsModel, type FactRow } from '../facts.ts';

/** The same party on all lists. */
export const subjectLinks = factsModel({
  name: 'subjects',
  revision: 1,
  tables: new URL('./table.sql', import.meta.url),
  streams: [STREAMS.subject],
  columns: {
    link: { subject: 'text', list: 'text', reference: 'text', linked: 'boolean', evidence: 'jsonb' },
    associate: { subject: 'text', list: 'text', program: 'text', evidence: 'jsonb' },
  },
  rowsOf: (event) => rowsOf(event as RecordedEvent<SubjectReport>),
});

function rowsOf({ type, data }: RecordedEvent<SubjectReport>): FactRow[] {
  const { subject, entries, evidence } = data;
  const links = entries.map((entry) => {
    const colon = entry.indexOf(':');
    const [list, reference] = [entry.slice(0, colon), entry.slice(colon + 1)];
    return { table: 'link', row: { subject, list, reference, linked: type === 'SubjectsLinked', evidence } };
  });
  const associates = ('associates' in data ? (data.associates ?? []) : []).map(({ list, program }) => ({
    table: 'associate',
    row: { subject, list, program, evidence },
  }));
  return [...links, ...associates];
}
