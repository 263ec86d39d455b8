import { correctable, type AmendmentCommand } from '../correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { subjectReport, type SubjectReport, type SubjectsLinked, type SubjectsUnlinked } from './events.ts';

export type SubjectCommand = ReportCommand | AmendmentCommand;
type ReportCommand =
  | { type: 'LinkSubjects'; data: DataOf<typeof SubjectsLinked> }
  | { type: 'UnlinkSubjects'; data: DataOf<typeof SubjectsUnlinked> };

interface Known {
  /** The entries that are this party now. */
  entries: ReadonlySet<string>;
}

/** One party behind entries of several lists. Stream: `subject-<id>`. */
export const subjects = correctable<Known, ReportCommand, SubjectReport>({
  schema: subjectReport,
  identity: ['subject'],
  initial: { entries: new Set() },

  decide(command, { entries }) {
    if (command.type === 'LinkSubjects') {
      const { data } = command;
      const known = data.entries.every((entry) => entries.has(entry)) && data.associates === undefined;
      return known ? [] : [{ type: 'SubjectsLinked', schemaVersion: 1, data }];
    }
    const stranger = command.data.entries.find((entry) => !entries.has(entry));
    if (stranger !== undefined)
      throw new DomainError('never-linked', `${stranger} is not linked to ${command.data.subject}`);
    return [{ type: 'SubjectsUnlinked', schemaVersion: 1, data: command.data }];
  },

  evolve({ entries }, { type, data }) {
    const next = new Set(entries);
    for (const entry of data.entries)
      if (type === 'SubjectsLinked') next.add(entry);
      else next.delete(entry);
    return { entries: next };
  },
});
