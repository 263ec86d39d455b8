import { EntryNotUnderstood } from '../list-source.ts';
import { formatInterval, intervalOf, type DesignationRecord, type Interval } from '#domain';

/** A time on the list, as one row or one measure prints it. Dates are partial dates. */
export interface Spell {
  listedOn?: string;
  delistedOn?: string;
  /** What it says of itself without a day. */
  standing?: 'listed' | 'suspended' | 'delisted';
}

/** The spell between two printed days. Throws EntryNotUnderstood where it ends before it begins. */
export function spellOf(
  listedOn: string | undefined,
  delistedOn: string | undefined,
  standing?: Spell['standing'],
): Spell {
  if (listedOn && delistedOn && intervalOf(delistedOn).latest < (intervalOf(listedOn).earliest ?? ''))
    throw new EntryNotUnderstood(`It ends on ${delistedOn}, before it begins on ${listedOn}`);
  return {
    ...(listedOn ? { listedOn } : {}),
    ...(delistedOn ? { delistedOn } : {}),
    ...(standing ? { standing } : {}),
  };
}

type Times = Pick<DesignationRecord, 'listedOn' | 'delistedOn' | 'earlierListings' | 'standing'>;

/**
 * The members of a record that tell when the entry was on the list. Spells that overlap or touch are one, in whatever
 * order they are printed; the last is the present one, the others are earlier listings.
 */
export function timesOf(spells: readonly Spell[]): Times {
  const [present, ...earlier] = joined(spells).toReversed();
  if (!present) return {};
  const earlierListings = earlier.toReversed().flatMap(pastOf);
  const { listedOn, delistedOn, standing } = present;
  return {
    ...(listedOn ? { listedOn } : {}),
    ...(delistedOn ? { delistedOn } : {}),
    ...(earlierListings.length > 0 ? { earlierListings } : {}),
    ...(standing && standing !== 'listed' && !(delistedOn && standing === 'delisted') ? { standing } : {}),
  };
}

/** Where a spell sorts: at its beginning, else just before its end; one without days is the present one. */
const placeOf = ({ listedOn, delistedOn }: Spell): Interval | null =>
  listedOn ? intervalOf(listedOn) : delistedOn ? intervalOf(delistedOn) : null;

const inOrder = (a: Spell, b: Spell): number => {
  const [first, second] = [placeOf(a), placeOf(b)];
  if (!first || !second) return Number(!first) - Number(!second);
  const key = ({ earliest, latest }: Interval) => `${earliest ?? ''} ${latest}`;
  return key(first) < key(second) ? -1 : key(first) > key(second) ? 1 : 0;
};

const isOver = ({ delistedOn, standing }: Spell) => delistedOn !== undefined || standing === 'delisted';

function joined(spells: readonly Spell[]): Spell[] {
  const result: Spell[] = [];
  for (const spell of spells.toSorted(inOrder)) {
    const last = result.at(-1);
    if (last && touches(last, spell)) result[result.length - 1] = union(last, spell);
    else result.push(spell);
  }
  return result.map((spell, i) => ended(spell, result[i + 1]));
}

/** Whether a spell begins before the one that sorts before it is over, as far as their days tell. */
function touches(last: Spell, next: Spell): boolean {
  const begins = placeOf(next);
  if (last.delistedOn !== undefined)
    return begins !== null && (begins.earliest ?? '') <= (intervalOf(last.delistedOn).earliest ?? '');
  // Over on a day that nobody prints: only what began with it, or says as little, goes with it.
  if (last.standing === 'delisted') return begins === null ? placeOf(last) === null : last.listedOn === next.listedOn;
  return true;
}

function union(a: Spell, b: Spell): Spell {
  const listedOn = a.listedOn ?? (placeOf(a) === null ? b.listedOn : undefined);
  const lasting = [a, b].filter((spell) => !isOver(spell));
  const start = listedOn ? { listedOn } : {};
  if (lasting.length > 0)
    return {
      ...start,
      ...(lasting.every(({ standing }) => standing === 'suspended') ? { standing: 'suspended' } : {}),
    };
  const ends = [a, b].flatMap(({ delistedOn }) => delistedOn ?? []);
  const latest = ends.toSorted((x, y) => (intervalOf(x).latest < intervalOf(y).latest ? -1 : 1)).at(-1);
  return { ...start, ...(latest ? { delistedOn: latest } : { standing: 'delisted' }) };
}

/** A spell that is over on no printed day was over by the beginning of the next one. */
function ended(spell: Spell, next: Spell | undefined): Spell {
  if (!next?.listedOn || spell.delistedOn !== undefined || spell.listedOn === undefined) return spell;
  const { earliest } = intervalOf(spell.listedOn);
  return { ...spell, delistedOn: formatInterval({ earliest, latest: intervalOf(next.listedOn).latest }) };
}

const pastOf = ({ listedOn, delistedOn }: Spell): NonNullable<Times['earlierListings']> =>
  delistedOn ? [{ ...(listedOn ? { listedOn } : {}), delistedOn }] : [];
