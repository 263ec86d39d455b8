import { InputError } from '#domain';
import { sourceOf, type ListSource } from '#sources';

/** How a list is read. Throws InputError where nobody knows. */
export function listSource(list: string, lists: readonly ListSource[]): ListSource {
  const source = sourceOf(list, lists);
  if (!source)
    throw new InputError(`There is no reader for ${list}; there are ${lists.map((each) => each.list).join(', ')}`);
  return source;
}
