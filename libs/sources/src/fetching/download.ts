import { z } from 'zod';
import { InputError } from '#domain';
import { orInputError, readYaml } from '../yaml-file.ts';

const address = z
  .url()
  .refine((text) => text.startsWith('https://'), 'Only https')
  .refine((text) => !new URL(text).username && !new URL(text).password, 'No name and password in an address');

/** Where an authority publishes a list, and how often it is asked. */
const download = z.strictObject({
  url: address,
  /** How an address must begin that it may redirect to, down to the folder: `https://host/Published/`. */
  redirects: z.array(address.refine((text) => text.endsWith('/'), 'It ends with /')).optional(),
  /** Where the authority tells the SHA-256 of its files (as OFAC does), and which file is this one. */
  listing: z.strictObject({ url: address, file: z.string().min(1) }).nullish(),
  /** The file prints no date: its day is that of the server's Last-Modified, else that of the fetch. */
  undated: z.boolean().optional(),
  everyMinutes: z.number().positive(),
  /** After so many days without hearing that what we hold is current, it is stale. */
  staleAfterDays: z.number().positive(),
});
export type Download = z.infer<typeof download>;
export type Downloads = ReadonlyMap<string, Download>;

const settings = z.record(z.string(), z.union([z.literal('off'), download.partial()]));

/**
 * What is fetched: the lists that say where they are published, as changed by a YAML file of the operator's. Throws
 * InputError.
 */
export async function readDownloads(
  sources: readonly { list: string; download?: Download }[],
  file?: string,
): Promise<Downloads> {
  const changes = file === undefined ? {} : orInputError(settings, (await readYaml(file)) ?? {}, file);
  const downloads = new Map(sources.flatMap(({ list, download }) => (download ? [[list, download]] : [])));
  for (const [list, change] of Object.entries(changes)) {
    if (!sources.some((source) => source.list === list))
      throw new InputError(`${file}: there is no reader for ${list}`);
    if (change === 'off') downloads.delete(list);
    else downloads.set(list, orInputError(download, { ...downloads.get(list), ...change }, `${file}: ${list}`));
  }
  return downloads;
}
