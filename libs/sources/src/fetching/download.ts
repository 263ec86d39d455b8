import { z } from 'zod';
import { InputError } from '#domain';
import type { Download } from '../list-source.ts';
import { orInputError, readYaml } from '../yaml-file.ts';

const address = z
  .url()
  .refine((text) => text.startsWith('https://'), 'Only https')
  .refine((text) => !new URL(text).username && !new URL(text).password, 'No name and password in an address');

const download = z.strictObject({
  url: address,
  redirects: z.array(address.refine((text) => text.endsWith('/'), 'It ends with /')).optional(),
  listing: z.strictObject({ url: address, file: z.string().min(1) }).nullish(),
  undated: z.boolean().optional(),
  everyMinutes: z.number().positive(),
  staleAfterDays: z.number().positive(),
}) satisfies z.ZodType<Download>;
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
