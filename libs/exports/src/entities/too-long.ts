import { longestOf, propertyType } from './property-types.ts';
import type { Properties } from './values.ts';

/**
 * Takes the values from an entity that are longer than FollowTheMoney takes them, and gives them as notes. A text is cut into
 * several values instead, and a value that another property holds needs no note.
 */
export function takeTooLong(properties: Properties): string[] {
  const taken: [property: string, value: string][] = [];
  for (const [property, values] of Object.entries(properties)) {
    const longest = longestOf(property);
    const isShort = (value: string) => value.length <= longest;
    if (values.every(isShort)) continue;
    if (propertyType(property) === 'text') {
      properties[property] = values.flatMap((value) => (isShort(value) ? value : pieces(value)));
      continue;
    }
    const kept = values.filter(isShort);
    if (kept.length > 0) properties[property] = kept;
    else delete properties[property];
    for (const value of values) if (!isShort(value)) taken.push([property, value]);
  }
  if (taken.length === 0) return [];
  const held = new Set(Object.values(properties).flat());
  return taken.filter(([, value]) => !held.has(value)).map(([property, value]) => `${property}: ${value}`);
}

/** Below the bound of texts, whose characters beyond the first plane count twice here. */
const pieces = (text: string): string[] => text.match(/[^]{1,30000}/gu) ?? [];
