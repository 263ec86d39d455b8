import { catalogue } from './catalogue.ts';
import type { ReadLimits } from './limits.ts';
import type { Format, ListSource, ReadPublication } from './list-source.ts';
import type { Received } from './receive.ts';
import { formatOf } from './recognise.ts';

/** A publication as read, and the form it is in. */
export interface Reading extends ReadPublication {
  format: Format;
}

/** Reads what was received in the form that it is in. Throws PublicationRefused. */
export async function readPublication(source: ListSource, received: Received, limits: ReadLimits): Promise<Reading> {
  const files = await received.files();
  const format = formatOf(source, files, catalogue);
  return { ...(await format.read(files, limits)), format };
}
