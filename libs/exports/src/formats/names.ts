import type { Exported } from '../entities/entities.ts';

const SHORTEST = 4;

/**
 * Gives a function that gives the names of a party that were not given before: one a line, of four characters and more, each once
 * whatever its case. What was given is held: some megabytes for 100,000 names.
 */
export function createNames(): (exported: Exported) => string {
  const given = new Set<string>();
  return ({ party: { properties } }) => {
    let text = '';
    for (const property of ['name', 'alias', 'weakAlias', 'previousName'])
      for (const name of properties[property] ?? []) {
        const key = name.toLowerCase();
        if (name.length < SHORTEST || given.has(key)) continue;
        given.add(key);
        text += `${name.replace(/\s+/g, ' ')}\n`;
      }
    return text;
  };
}
