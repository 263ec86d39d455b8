import { correctable } from '../correction/correctable.ts';
import { DomainError } from '../errors.ts';
import type { DataOf } from '../event.ts';
import { statementReport, type StatementIssued, type StatementReport } from './events.ts';
import { STREAMS } from '../streams.ts';

interface ReportCommand {
  type: 'IssueStatement';
  data: DataOf<typeof StatementIssued>;
}

interface State {
  issuedBy: string | null;
}

/** One statement; several sources may report it. Stream: `statement-<id>`. */
export const statement = correctable<State, ReportCommand, StatementReport>({
  schema: statementReport,
  identity: ['statement'],
  initial: { issuedBy: null },

  decide({ data }, { issuedBy }) {
    if (issuedBy !== null && issuedBy !== data.authority)
      throw new DomainError('statement-of-another', `${data.statement} is a statement of ${issuedBy}; take another id`);
    return [{ type: 'StatementIssued', schemaVersion: 1, data }];
  },

  evolve: (_state, { data }) => ({ issuedBy: data.authority }),
});

export const statementFamily = { prefix: STREAMS.statement, report: statementReport, decider: statement };
