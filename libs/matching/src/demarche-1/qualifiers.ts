import type { Party, PartyIdentifier } from '../party.ts';
import type { Feature } from '../scorer.ts';
import { plainNumber } from '../plain-number.ts';
import { intervalOf, swapped, type Interval } from './dates.ts';

export type QualifierName = 'birthDate' | 'country' | 'gender' | 'identifier';

/** What each finding does to the score, and the bits that it tells. */
const FINDINGS = {
  'birth date equal': { feature: 'birthDate', value: 0, bits: 14 },
  'birth date overlaps': { feature: 'birthDate', value: 0, bits: 5 },
  'birth date day and month swapped': { feature: 'birthDate', value: -0.12, bits: 0 },
  'birth date differs': { feature: 'birthDate', value: -0.25, bits: 0 },
  'birth year differs': { feature: 'birthDate', value: -0.15, bits: 0 },
  'country shared': { feature: 'country', value: 0, bits: 3 },
  'country differs': { feature: 'country', value: -0.1, bits: 0 },
  'gender equal': { feature: 'gender', value: 0, bits: 1 },
  'gender differs': { feature: 'gender', value: -0.15, bits: 0 },
  'identifier equal': { feature: 'identifier', value: 0, bits: 20 },
  'identifier differs': { feature: 'identifier', value: -0.1, bits: 0 },
} as const satisfies Record<string, { feature: QualifierName; value: number; bits: number }>;

type Finding = keyof typeof FINDINGS;

/** At most so many birth dates and countries are compared. */
const MAX_VALUES = 50;

interface PartDate extends Interval {
  edtf: string;
}

const intervals = (dates: readonly string[] | undefined): PartDate[] =>
  (dates ?? []).slice(0, MAX_VALUES).flatMap((edtf) => {
    const interval = intervalOf(edtf);
    return interval ? [{ ...interval, edtf }] : [];
  });

/** The best that can be said of any two of the dates. */
function ofDates(query: readonly PartDate[], candidate: readonly PartDate[]): Finding | undefined {
  const pairs = query.flatMap((a) => candidate.map((b) => [a, b] as const));
  if (pairs.length === 0) return undefined;
  const days = ([a, b]: (typeof pairs)[number]) => a.exactTo === 'day' && b.exactTo === 'day';
  if (pairs.some(([a, b]) => days([a, b]) && a.from === b.from)) return 'birth date equal';
  if (pairs.some(([a, b]) => a.from <= b.to && b.from <= a.to)) return 'birth date overlaps';
  if (pairs.some(([a, b]) => swapped(a.edtf, b.edtf))) return 'birth date day and month swapped';
  return pairs.some((pair) => !days(pair)) ? 'birth year differs' : 'birth date differs';
}

const folded = (values: readonly string[] | undefined): string[] =>
  (values ?? [])
    .slice(0, MAX_VALUES)
    .map((value) => value.trim().toLowerCase())
    .filter(Boolean);

function ofCountries(query: readonly string[], candidate: readonly string[]): Finding | undefined {
  if (query.length === 0 || candidate.length === 0) return undefined;
  return query.some((country) => candidate.includes(country)) ? 'country shared' : 'country differs';
}

function ofGender(query: string | undefined, candidate: string | undefined): Finding | undefined {
  const [one, other] = [query?.trim().toLowerCase()[0], candidate?.trim().toLowerCase()[0]];
  if (!one || !other || !'mf'.includes(one) || !'mf'.includes(other)) return undefined;
  return one === other ? 'gender equal' : 'gender differs';
}

/** Short numbers are no proof: many have them. */
const MIN_IDENTIFIER = 5;

const isOfKind = ({ type }: PartyIdentifier): boolean => type !== undefined && type !== 'other';

/** Whether two numbers that read alike may be one: neither is said to be of another kind, or of another country. */
const mayBeOne = (a: PartyIdentifier, b: PartyIdentifier): boolean =>
  (!isOfKind(a) || !isOfKind(b) || a.type === b.type) &&
  (!a.country || !b.country || a.country.toLowerCase() === b.country.toLowerCase());

function ofIdentifiers(query: readonly PartyIdentifier[], candidate: readonly PartyIdentifier[]): Finding | undefined {
  if (query.length === 0 || candidate.length === 0) return undefined;
  const held = Map.groupBy(candidate, ({ value }) => plainNumber(value));
  const isHeld = (asked: PartyIdentifier): boolean => {
    const number = plainNumber(asked.value);
    return number.length >= MIN_IDENTIFIER && (held.get(number) ?? []).some((each) => mayBeOne(asked, each));
  };
  if (query.some(isHeld)) return 'identifier equal';
  // A ship keeps its IMO number for life; people have several passports.
  const hasImo = (side: readonly PartyIdentifier[]) => side.some(({ type }) => type === 'imo');
  return hasImo(query) && hasImo(candidate) ? 'identifier differs' : undefined;
}

/** What the particulars of two parties say, and which of them one side lacks though the other has them. */
export function qualify(
  query: Party,
  candidate: Party,
  weights: Readonly<Record<string, number>> = {},
): { features: Feature[]; missing: QualifierName[] } {
  const dates = [intervals(query.birthDates), intervals(candidate.birthDates)] as const;
  const countries = [folded(query.countries), folded(candidate.countries)] as const;
  const identifiers = [query.identifiers ?? [], candidate.identifiers ?? []] as const;
  const findings = [
    ofDates(...dates),
    ofCountries(...countries),
    ofGender(query.gender, candidate.gender),
    ofIdentifiers(...identifiers),
  ];
  const features = findings.flatMap((finding): Feature[] => {
    if (!finding) return [];
    const { feature, value, bits } = FINDINGS[finding];
    return [{ feature, finding, value, weight: weights[feature] ?? 1, bits }];
  });
  const missing: QualifierName[] = [];
  const person = [query.schema, candidate.schema].includes('Person');
  if (person && dates.some((side) => side.length === 0)) missing.push('birthDate');
  if (countries.some((side) => side.length === 0)) missing.push('country');
  return { features, missing };
}
