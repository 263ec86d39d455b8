import type { Exported } from '../entities/entities.ts';

const SHORTEST = 4;

/**
 * Gives a function that tells the names of a party that were not told before: one a line, of four characters and more, each once
 * whatever its case. What was told is held: some megabytes for 100,000 names.
 */
export function createNames(): (exported: Exported) => string {
  const told = new Set<string>();
  return ({ party: { properties } }) => {
    let text = '';
    for (const property of ['name', 'alias', 'weakAlias', 'previousName'])
      for (const name of properties[property] ?? []) {
        const key = name.toLowerCase();
        if (name.length < SHORTEST || told.has(key)) continue;
        told.add(key);
        text += `${name.replace(/\s+/g, ' ')}\n`;
      }
    return text;
  };
}
