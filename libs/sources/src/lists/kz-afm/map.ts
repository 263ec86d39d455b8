import type { Subject } from '#domain';
import { EntryNotUnderstood, type MappedEntry, type RowContent, type SourceRow } from '../../list-source.ts';
import { birthDateOf } from '../../mapping/dates.ts';
import { distinct, joined, optional, some, text } from '../../mapping/parts.ts';
import { timesOf } from '../../mapping/times.ts';
import { writingOf } from '../../mapping/writing.ts';
import { namesIn } from './read.ts';
import { turnsOf } from './turns.ts';

const PROGRAM = 'KZ-AFM';

/** One entry of Kazakhstan's list as our record. */
export function mapAfm(row: SourceRow): MappedEntry {
  const [kind, content] = Object.entries(row.content)[0] as [string, RowContent];
  const iin = text(content, 'iin') ?? text(content, 'org_iin');
  const isPerson = kind === 'person' || iin !== undefined;
  const names = kind === 'person' ? [joined(content, ['lname', 'fname', 'mname'])] : namesIn(content);
  const [name, ...more] = names.filter((each) => each !== '');
  if (!name) throw new EntryNotUnderstood('It has no name');
  const { spells, unreadableEnd, unread } = turnsOf(content);
  if (unreadableEnd !== undefined) throw new EntryNotUnderstood(`It ends on ${unreadableEnd}, which is no date`);

  const birth = text(content, 'birthdate');
  const english = text(content, 'org_name_en');
  const bin = text(content, 'org_bin');
  return {
    record: {
      reference: row.reference,
      programs: [PROGRAM],
      subject: {
        type: isPerson ? 'person' : 'organization',
        name,
        ...writingOf(name),
        aliases: distinct([
          ...more.map(aliasOf),
          ...(english && english !== name ? english.split(';').map((each) => aliasOf(each.trim())) : []),
        ]).filter((alias) => alias.name !== ''),
        ...some('birthDates', birth ? [birthDateOf(birth)] : []),
        ...some('identifiers', [
          ...(iin ? [{ type: 'national-id' as const, printedType: 'ИИН', number: iin, country: 'KZ' }] : []),
          ...(bin ? [{ type: 'registration' as const, printedType: 'БИН', number: bin, country: 'KZ' }] : []),
        ]),
      },
      ...optional('remarks', text(content, 'note')),
      ...timesOf(spells),
    },
    unread,
    row,
  };
}

const aliasOf = (name: string): Subject['aliases'][number] => ({ name, kind: 'aka', ...writingOf(name) });
