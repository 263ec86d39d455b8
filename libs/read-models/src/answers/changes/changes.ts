import type { Change, ChangeKind } from '#contract';
import { diffRecords, type DesignationRecord, type PatchOperation, type Status } from '#domain';
import type { Standing, Turned } from '../../models/designation-timeline/turned.ts';

/** The changes that made a designation's answer of the one day into that of the other. */
export function changesOf({ id, before, after }: Turned): Change[] {
  const { record } = (after ?? before)!;
  const status = { old: before?.status ?? 'not-listed', new: after?.status ?? 'not-listed' } as const;
  const change = (kind: ChangeKind, certain: boolean, fields: PatchOperation[] = []): Change => ({
    change: kind,
    certain,
    id,
    reference: record.reference,
    subject: { type: record.subject.type, name: record.subject.name },
    programs: record.programs,
    status,
    fields,
  });
  const [was, is] = [presenceOf(before), presenceOf(after)];
  const certain = was !== 'unsure' && is !== 'unsure';
  if (was !== is) {
    const comes = is === 'on' || (is === 'unsure' && was === 'off');
    return [change(comes ? 'designated' : 'delisted', certain)];
  }
  if (!before || !after || was !== 'on') return [];

  const turns: Change[] = [];
  const isStatusCertain = before.status !== 'uncertain' && after.status !== 'uncertain';
  if (before.status !== after.status)
    turns.push(change(isToBeSuspended(before, after) ? 'suspended' : 'reinstated', isStatusCertain));
  const operations = diffRecords(content(before.record), content(after.record));
  const { programs = [], amended = [] } = Object.groupBy(operations, ({ path }) =>
    path === '/programs' ? 'programs' : 'amended',
  );
  const reidentified = diffRecords({ reference: before.record.reference }, { reference: after.record.reference });
  if (reidentified.length > 0) turns.push(change('reidentified', true, reidentified));
  if (programs.length > 0) turns.push(change('programs', true, programs));
  if (amended.length > 0) turns.push(change('amended', true, amended));
  return turns;
}

/** The reference changes by re-identification, and the authority's internal ids are no matter of substance. */
const content = ({ reference: _, sourceIds: __, ...rest }: DesignationRecord) => rest;

const isToBeSuspended = (before: Standing, after: Standing) =>
  after.status === 'suspended' || (after.status === 'uncertain' && before.status === 'listed');

const ON: readonly Status[] = ['listed', 'suspended'];

/** Whether it stood on the list; off where nothing is known of it. */
function presenceOf(standing: Standing | undefined): 'on' | 'off' | 'unsure' {
  if (!standing) return 'off';
  const may = standing.status === 'uncertain' ? standing.possible : [standing.status];
  if (may.every((status) => ON.includes(status))) return 'on';
  return may.some((status) => ON.includes(status)) ? 'unsure' : 'off';
}
