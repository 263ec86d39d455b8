import type { ReadLimits } from '../limits.ts';
import type { PublishedFile, ReadPublication, RowContent, SourceRow } from '../list-source.ts';
import { dayOf } from '../mapping/dates.ts';
import { derivedKey } from '../mapping/derived-key.ts';
import { joined, text, texts } from '../mapping/parts.ts';
import { known, readEntries } from '../xml-entries.ts';

const PERSON = known({ '': 'num lname fname mname birthdate iin note correction added_to_list' });
const ORGANIZATION = known({ '': 'num org_name org_name_en org_iin org_bin note correction added_to_list' });
const IIN = /^\d{12}$/;

/** Included and excluded entries say so in words with a date: `включен от 21.05.2019`, `исключен 12.03.2020`. */
const INCLUDED = /(?:^|[^а-яё])включ\p{L}{0,20}[^0-9]{0,40}(\d{2}\.\d{2}\.\d{4})/iu;
const EXCLUDED = /исключ\p{L}{0,20}(?:[^0-9]{0,40}(\d{2}\.\d{2}\.\d{4}))?/iu;

export interface Turns {
  includedOn?: string;
  excluded: boolean;
  excludedOn?: string;
}

/** When an entry says that it came on the list, and whether and when off it. */
export function turnsOf(content: RowContent): Turns {
  const words = [...texts(content, 'correction'), ...texts(content, 'note')].join(' ');
  const includedOn = dayOf(text(content, 'added_to_list')) ?? dayOf(INCLUDED.exec(words)?.[1]);
  const exclusion = EXCLUDED.exec(words);
  const excludedOn = dayOf(exclusion?.[1]);
  return { ...(includedOn ? { includedOn } : {}), excluded: exclusion !== null, ...(excludedOn ? { excludedOn } : {}) };
}

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
      ...{ reference: keyOf(content), sourceIds: {}, at, content: { [kind]: content } },
      ...(broken ? { broken } : {}),
    };
  });
  const turns = entries.map(({ content }) => turnsOf(content));
  const days = turns.map(({ includedOn }) => includedOn ?? '').sort();
  const isFresh = days[0] !== '' && spanOf(days[0], days.at(-1)) <= FRESH_DAYS;
  if (turns.length > 0 && turns.every(({ excluded }) => excluded)) return { rows, unknown, scope: { named: true } };
  return { rows, unknown, ...(isFresh ? { mayNameSome: true as const } : {}) };
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
