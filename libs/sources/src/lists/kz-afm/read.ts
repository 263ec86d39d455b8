import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
import { joined, text } from '../../mapping/parts.ts';
import { timesOf } from '../../mapping/times.ts';
import { known, readEntries } from '../../reading/xml-entries.ts';
import { turnsOf } from './turns.ts';

/** Known and left out on purpose: it counts the lines of one file. */
export const LEFT_OUT = ['num'];

export const PERSON = known({ '': 'num lname fname mname birthdate iin note correction added_to_list' });
export const ORGANIZATION = known({ '': 'num org_name org_name_en org_iin org_bin note correction added_to_list' });
const IIN = /^\d{12}$/;

/** How long the entries of the `included` export may lie apart: it has the last weeks only. */
const FRESH_DAYS = 62;

/**
 * Reads the exports of Kazakhstan's financial monitoring: `active` has all entries; `excluded` those taken off, kept for
 * good; `included` those that will be active three days later. None says which it is.
 */
export async function readAfm(file: PublishedFile, limits: ReadLimits): Promise<ReadPublication> {
  const { entries, unknown } = await readEntries(file, limits, {
    root: 'xml',
    entries: { 'persons/person': PERSON, 'organisations/org': ORGANIZATION, 'organisationscis/org': ORGANIZATION },
  });
  const rows = entries.map(({ path, content, at, broken }): SourceRow => {
    const kind = path.slice(path.indexOf('/') + 1);
    return {
      reference: keyOf(content),
      at,
      content: { [kind]: content },
      broken,
    };
  });
  const spells = entries.map(({ content }) => timesOf(turnsOf(content).spells));
  const days = spells.map(({ listedOn }) => listedOn ?? '').sort();
  const isFresh = days[0] !== '' && spanOf(days[0], days.at(-1)) <= FRESH_DAYS;
  const isOver = ({ delistedOn, standing }: (typeof spells)[number]) =>
    delistedOn !== undefined || standing !== undefined;
  if (spells.length > 0 && spells.every(isOver)) return { rows, unknown, scope: { named: true } };
  return { rows, unknown, ...(isFresh ? { scopeIfDoubted: { named: true } } : {}) };
}

const spanOf = (first = '', last = '') => (Date.parse(last) - Date.parse(first)) / 86_400_000;

/** The personal number where there is one; else names with the birth date. `num` only counts the lines of a file. */
function keyOf(content: RowContent): string {
  const iin = text(content, 'iin') ?? text(content, 'org_iin');
  if (iin !== undefined && IIN.test(iin)) return iin;
  const name = joined(content, ['lname', 'fname', 'mname']) || namesIn(content)[0];
  return name ? derivedKey(name, text(content, 'birthdate')) : '';
}

/** `org_name` may hold several. */
export const namesIn = (content: RowContent): string[] =>
  (text(content, 'org_name') ?? text(content, 'org_name_en') ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
