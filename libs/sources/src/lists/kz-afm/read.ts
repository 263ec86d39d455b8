import type { PublishedFile, ReadLimits, ReadPublication, RowContent, SourceRow } from '../../list-source.ts';
import { dayOf } from '../../mapping/dates.ts';
import { derivedKey } from '../../mapping/derived-key.ts';
import { joined, text, texts } from '../../mapping/parts.ts';
import { timesOf, type Spell } from '../../mapping/times.ts';
import { known, readEntries } from '../../reading/xml-entries.ts';

/** Known and left out on purpose: it counts the lines of one file. */
export const LEFT_OUT = ['num'];

export const PERSON = known({ '': 'num lname fname mname birthdate iin note correction added_to_list' });
export const ORGANIZATION = known({ '': 'num org_name org_name_en org_iin org_bin note correction added_to_list' });
const IIN = /^\d{12}$/;

/** Entries say in words when they were included and excluded: `включен от 21.05.2019, исключен 12.03.2020`. */
const MENTION = /(?<![а-яё])(включ|исключ)/giu;
/** Its day, behind the rest of the word and a few more. */
const DAY_AFTER = /^[^0-9]{0,50}(\d{2}\.\d{2}\.\d{4})/u;

export interface Mention {
  included: boolean;
  on?: string;
}

/** When an entry says that it came on the list and off it, in the order of its words. */
export function mentionsOf(content: RowContent): Mention[] {
  const words = [...texts(content, 'correction'), ...texts(content, 'note')].join(' ');
  const added = dayOf(text(content, 'added_to_list'));
  const matches = [...words.matchAll(MENTION)];
  const said = matches.flatMap(({ 0: what, index }, i): Mention[] => {
    const included = what.toLowerCase() === 'включ';
    const tail = words.slice(index + what.length, Math.min(index + 70, matches[i + 1]?.index ?? Infinity));
    const on = dayOf(DAY_AFTER.exec(tail)?.[1]);
    // "Включен в перечень" by itself says nothing new.
    return on !== undefined || !included ? [{ included, ...(on ? { on } : {}) }] : [];
  });
  return [...(added ? [{ included: true, on: added }] : []), ...said];
}

/** The times on the list that an entry tells of. */
export function spellsOf(content: RowContent): Spell[] {
  const mentions = mentionsOf(content);
  const isDated = mentions.every(({ on }) => on !== undefined);
  const inOrder = isDated ? mentions.toSorted((a, b) => (a.on! < b.on! ? -1 : a.on! > b.on! ? 1 : 0)) : mentions;
  const spells: Spell[] = [];
  for (const { included, on } of inOrder) {
    const last = spells.at(-1);
    const isOpen = last !== undefined && last.delistedOn === undefined && last.standing === undefined;
    if (included) {
      if (!isOpen) spells.push({ listedOn: on });
    } else if (isOpen) Object.assign(last, on ? { delistedOn: on } : { standing: 'delisted' });
    // A second word on the same end.
    else if (last === undefined || (on !== undefined && last.delistedOn !== on))
      spells.push(on ? { delistedOn: on } : { standing: 'delisted' });
  }
  return spells;
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
      reference: keyOf(content),
      at,
      content: { [kind]: content },
      broken,
    };
  });
  const spells = entries.map(({ content }) => timesOf(spellsOf(content)));
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
