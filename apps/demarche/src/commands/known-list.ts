import { InputError } from '#domain';
import type { ListSource } from '#sources';

/** How a list is read. Throws InputError where nobody knows. */
export function knownList(list: string, lists: readonly ListSource[]): ListSource {
  const source = lists.find((each) => each.list === list);
  if (!source)
    throw new InputError(`There is no reader for ${list}; there are ${lists.map((each) => each.list).join(', ')}`);
  return source;
}
