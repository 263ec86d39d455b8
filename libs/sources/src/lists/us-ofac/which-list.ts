import { PublicationRejected } from '../../reading/rejection.ts';

export type OfacList = 'us-ofac-sdn' | 'us-ofac-nonsdn';

/** Whether a list that the enhanced format and deltas name is this one: all but the SDN list are published together. */
export const isNameOf = (list: OfacList, name: string): boolean => (name === 'SDN List') === (list === 'us-ofac-sdn');

/** Programmes under which nobody, or almost nobody, is on the SDN list. */
const NON_SDN = /^(NS-|561|FSE-|CMIC|CAPTA|SSI|UKRAINE-EO13662$)/;
const MANY = 100;

/**
 * OFAC publishes its two lists in the same formats and marks neither. Of the SDN list about one entry in a hundred stands
 * under such a programme, of the other most: so a file of one list that is ingested as the other is recognised by them.
 */
export function rejectOtherOfacList(programs: readonly string[][], list: OfacList): void {
  if (programs.length < MANY) return;
  const share = programs.filter((own) => own.some((program) => NON_SDN.test(program))).length / programs.length;
  const looksLike: OfacList = share < 0.25 ? 'us-ofac-sdn' : 'us-ofac-nonsdn';
  if (looksLike !== list)
    throw new PublicationRejected(
      'wrong-list',
      `By its programmes it is a file of ${looksLike} (${Math.round(share * 100)} % of the entries stand under non-SDN programmes). Ingest it under that list`,
    );
}
