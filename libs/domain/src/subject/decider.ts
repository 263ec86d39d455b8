import { correctable } from '../correction/correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { subjectReport, type SubjectReport, type SubjectsLinked, type SubjectsUnlinked } from './events.ts';
import { STREAMS } from '../streams.ts';

type ReportCommand =
  | { type: 'LinkSubjects'; data: DataOf<typeof SubjectsLinked> }
  | { type: 'UnlinkSubjects'; data: DataOf<typeof SubjectsUnlinked> };

interface State {
  /** Every entry that was ever linked, and whether it is now. */
  entries: ReadonlyMap<string, boolean>;
}

/** One party behind entries of several lists. Stream: `subject-<id>`. */
export const subjects = correctable<State, ReportCommand, SubjectReport>({
  schema: subjectReport,
  identity: ['subject'],
  initial: { entries: new Map() },

  decide(command, { entries }) {
    if (command.type === 'LinkSubjects') {
      const { data } = command;
      const known = data.entries.every((entry) => entries.get(entry)) && data.associates === undefined;
      return known ? [] : [{ type: 'SubjectsLinked', schemaVersion: 2, data }];
    }
    const { data } = command;
    const stranger = data.entries.find((entry) => !entries.has(entry));
    if (stranger !== undefined)
      throw new DomainError('never-linked', `${stranger} was never linked to ${data.subject}`);
    const gone = data.entries.every((entry) => !entries.get(entry));
    return gone ? [] : [{ type: 'SubjectsUnlinked', schemaVersion: 2, data }];
  },

  evolve({ entries }, { type, data }) {
    const next = new Map(entries);
    for (const entry of data.entries) next.set(entry, type === 'SubjectsLinked');
    return { entries: next };
  },
});

export const subjectFamily = { prefix: STREAMS.subject, report: subjectReport, decider: subjects };
