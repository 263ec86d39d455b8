import { InputError } from '#domain';
import { catalogue, sourceOf, type ListSource } from '#sources';

/** How a list is read. Throws InputError where nobody knows. */
export function listSource(list: string): ListSource {
  const source = sourceOf(list);
  if (!source)
    throw new InputError(`There is no reader for ${list}; there are ${catalogue.map((each) => each.list).join(', ')}`);
  return source;
}
