import { some } from '../../mapping/parts.ts';
import { sameContent, type DesignationRecord, type Subject } from '#domain';

/**
 * From September 2024 to April 2025 the export had room for one birth date and one birth place. Further dates stood in
 * alias elements, which cannot say "approximately"; further places were left out, and came back. So a set of dates that
 * differs by nothing else has not changed, nor has a set of places of which one is left. And a reference that it once had is
 * its own for good, though the remarks of later years leave it out.
 */
export function keepKnown(current: DesignationRecord, next: DesignationRecord): DesignationRecord {
  const subject: Subject = { ...next.subject };
  const { birthDates, birthPlaces } = current.subject;
  if (birthDates && sameContent(datesOf(birthDates), datesOf(subject.birthDates))) subject.birthDates = birthDates;
  if (birthPlaces && isOneOf(birthPlaces, subject.birthPlaces)) subject.birthPlaces = birthPlaces;
  const { otherLists: own = [] } = current;
  const come = (next.otherLists ?? []).filter(({ reference }) => !own.some((each) => each.reference === reference));
  return { ...next, subject, ...some('otherLists', [...own, ...come]) };
}

const datesOf = (births: Subject['birthDates'] = []) =>
  [...new Set(births.map(({ date, note }) => `${date ?? ''} ${note ?? ''}`))].sort();

const isOneOf = (places: NonNullable<Subject['birthPlaces']>, left: Subject['birthPlaces'] = []) =>
  left.length === 1 && places.some((place) => sameContent(place, left[0]));
