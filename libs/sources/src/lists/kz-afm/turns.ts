import { intervalOf } from '#domain';
import type { RowContent } from '../../list-source.ts';
import { isNoDate, partialDateOf } from '../../mapping/dates.ts';
import { text, texts } from '../../mapping/parts.ts';
import type { Spell } from '../../mapping/times.ts';
import { words } from '../../reading/text.ts';

/** Entries say in words when they were included and excluded: `включен от 21.05.2019, искл. 12.03.2020`. */
const MENTION = /(?<![а-яё])(?:(?:включ|исключ)(?!ая|ительн)|(?:вкл|искл)(?=[.\s]))/giu;
/** How far behind its word a date may stand. */
const NEAR = 90;
/** Not a part of a longer number, nor the number of a document. */
const FIRST_OF_NUMBER = String.raw`(?<![\d./-])(?<!№\s?)`;
const DATE = new RegExp(
  String.raw`${FIRST_OF_NUMBER}(\d{1,4}([./-])\d{1,2}\2\d{1,4}|\d{1,2}\.\d{4}|(?<=в\s)\d{4}(?=\s?г))(?!\d)`,
  'u',
);
const YEAR = new RegExp(String.raw`${FIRST_OF_NUMBER}(?:19|20)\d{2}(?!\d)`, 'u');

const MONTHS = words('январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр');
const MONTH_IN_WORDS = new RegExp(
  String.raw`(?:["«]?(?<![\d.])(\d{1,2})["»]?\s)?(?<![а-яё])(${MONTHS.join('|')})[йьяае]?\s(?=\d{4})`,
  'giu',
);

/** Months in words as figures: `«21» мая 2010 года` is `21.05.2010 года`, `марте 2012` is `03.2012`. */
const withFigures = (printed: string): string =>
  printed.replace(MONTH_IN_WORDS, (_, day: string | undefined, month: string) => {
    const number = MONTHS.indexOf(month.toLowerCase()) + 1;
    return `${day === undefined ? '' : `${day}.`}${String(number).padStart(2, '0')}.`;
  });

interface Mention {
  included: boolean;
  on?: string;
  /** What stands where the date should, and is none. */
  unreadable?: string;
}

/** When an entry came on the list and off it, and what it says of that which nobody can read. */
export interface Turns {
  spells: Spell[];
  /** An end that is no date: it must not be passed over. */
  unreadableEnd?: string;
  unread: string[];
}

/** The turns that an entry tells of. */
export function turnsOf(content: RowContent): Turns {
  const printed = text(content, 'added_to_list');
  const added = printed && !isNoDate(printed) ? printed : undefined;
  const addedOn = added && partialDateOf(withFigures(added));
  const corrections = texts(content, 'correction');
  const mentions = mentionsIn([...corrections, ...texts(content, 'note')].join(' '));
  const dated: Mention[] = addedOn ? [{ included: true, on: addedOn }, ...mentions] : mentions;
  return {
    spells: spellsOf(dated),
    unreadableEnd: mentions.find(({ included, unreadable }) => !included && unreadable !== undefined)?.unreadable,
    unread: [
      ...(added && !addedOn ? [`added_to_list: ${added.slice(0, 40)}`] : []),
      ...corrections.flatMap((each) => (mentionsIn(each).length === 0 ? [`correction: ${each.slice(0, 40)}`] : [])),
      ...mentions.flatMap(({ included, unreadable }) => (included && unreadable ? [`listedOn: ${unreadable}`] : [])),
    ],
  };
}

/** In the order of the words. */
function mentionsIn(printed: string): Mention[] {
  const plain = withFigures(printed);
  const matches = [...plain.matchAll(MENTION)];
  return matches.map(({ 0: what, index }, i): Mention => {
    const end = index + what.length;
    const tail = plain.slice(end, Math.min(end + NEAR, matches[i + 1]?.index ?? Infinity));
    return { included: what.toLowerCase().startsWith('вкл'), ...dateIn(tail) };
  });
}

function dateIn(tail: string): Pick<Mention, 'on' | 'unreadable'> {
  const figures = DATE.exec(tail)?.[1] ?? YEAR.exec(tail)?.input.trim().slice(0, 40);
  const on = figures && partialDateOf(figures);
  if (on) return { on };
  return figures ? { unreadable: figures } : {};
}

function spellsOf(mentions: readonly Mention[]): Spell[] {
  // "Включен в перечень" by itself says nothing new.
  const turns = mentions.filter(({ included, on }) => on !== undefined || !included);
  const spells: Spell[] = [];
  for (const { included, on } of inOrder(turns)) {
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

/** By their days, where all print one; in the order of the words where days leave it open. */
function inOrder(turns: readonly Mention[]): readonly Mention[] {
  if (turns.some(({ on }) => on === undefined)) return turns;
  const sorted: Mention[] = [];
  for (const turn of turns) {
    const { latest } = intervalOf(turn.on!);
    const before = sorted.findLastIndex(({ on }) => (intervalOf(on!).earliest ?? '') <= latest);
    sorted.splice(before + 1, 0, turn);
  }
  return sorted;
}
