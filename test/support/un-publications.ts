import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A publication of the UN list as the tests feed it. */
export interface Publication {
  name: string;
  bytes: Buffer;
}

const REAL = resolve('../shared/data/un-sc');
// A subset, a made-up file in a real frame, and copies that were damaged: none is a publication.
const NOT_PUBLICATIONS = /^(2016-02-11|2016-03-07|.*-malformed)$/;

/** The real full lists, oldest first; null (and one printed line) where this machine has none. */
export async function realPublications(): Promise<Publication[] | null> {
  const folders = await readdir(REAL).catch(() => null);
  if (!folders) {
    console.warn(`No real UN lists in ${REAL}: generated ones take their place`);
    return null;
  }
  const found: Publication[] = [];
  for (const folder of folders.filter((each) => !NOT_PUBLICATIONS.test(each)).sort())
    for (const file of (await readdir(join(REAL, folder))).sort()) {
      const bytes = await readFile(join(REAL, folder, file));
      found.push({ name: `${folder}-${file}`, bytes: file.endsWith('.gz') ? gunzipSync(bytes) : bytes });
    }
  return found;
}

/** `count` publications a month apart; each drops, adds and renames a few of some eighty invented entries. */
export function generatedPublications(count: number): Publication[] {
  return Array.from({ length: count }, (_, month) => {
    const day = new Date(Date.UTC(2015, month, 10)).toISOString().slice(0, 10);
    const entries = Array.from({ length: 80 }, (_entry, i) => i + 2 * month).map((n) => entry(n, month));
    return { name: `${day}.xml`, bytes: Buffer.from(frame(day, entries.join(''))) };
  });
}

const frame = (day: string, entries: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://www.un.org/sc/resources/sc-sanctions.xsd" dateGenerated="${day}T19:00:00.000-05:00"><INDIVIDUALS></INDIVIDUALS><ENTITIES>${entries}</ENTITIES></CONSOLIDATED_LIST>`;

function entry(n: number, month: number): string {
  const name = n % 7 === 0 ? `Invented Company ${n} of Month ${Math.floor(month / 4)}` : `Invented Company ${n}`;
  return `<ENTITY><DATAID>${700_000 + n}</DATAID><FIRST_NAME>${name}</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDe.${900 + n}</REFERENCE_NUMBER><LISTED_ON>2014-01-0${1 + (n % 9)}</LISTED_ON><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Alias ${n}</ALIAS_NAME></ENTITY_ALIAS></ENTITY>`;
}
