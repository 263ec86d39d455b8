import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { EXPORT_FILES } from '#contract';
import { authority as authorityCode, InputError } from '#domain';
import { checkOut } from '../terminal/out-file.ts';
import { printPiece, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Options {
  list?: string;
  authority?: string;
  format: (typeof EXPORT_FILES)[number];
  on?: string;
  knownAt?: string;
  out?: string;
}

/** `export --format F`: what stands on a list, on those of an authority, or on all, as a file: the bytes that REST serves. */
export function exportCommand(program: Command, { answering }: Context): void {
  program
    .command('export')
    .description('what stands on a list, on an authority’s lists or on all, as a file for other tools')
    .addOption(new Option('--list <list>', 'one list, as un-sc').conflicts('authority'))
    .option('--authority <code>', 'the lists of one authority, as KZ')
    .addOption(new Option('--format <file>', 'which file').choices(EXPORT_FILES).makeOptionMandatory())
    .option('--on <day>', 'on this day; today where left out')
    .option('--known-at <position|instant>', 'as known then; now where left out')
    .option('--out <file>', 'where to put it; stdout where left out')
    .action(async ({ list, authority, format, out, ...times }: Options) => {
      if (authority !== undefined && !authorityCode.safeParse(authority).success)
        throw new InputError(`${authority} is no country code, UN or EU`);
      if (out !== undefined) await checkOut(out);
      return answering(times, async ({ readSide, asOf }) => {
        const { datasetOf, editionOf, piecesOf, versionText } = await import('#exports');
        const edition = await editionOf(readSide, asOf, datasetOf({ list, authority }));
        const pieces = piecesOf(readSide, edition, format);
        if (out === undefined) for await (const piece of pieces) await printPiece(piece);
        else await writeWhole(out, pieces);
        const { version, dataset } = edition;
        say(`${dataset} ${versionText(version)}: ${version.on}, as known at ${version.position}.`);
      });
    });
}

/** Writes a file that has its name only when all of it is there. */
async function writeWhole(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  const file = createWriteStream(temporary, { flags: 'wx' });
  try {
    await once(file, 'open');
    for await (const piece of pieces) if (!file.write(piece)) await once(file, 'drain');
    file.end();
    await finished(file);
    await rename(temporary, path);
  } catch (error) {
    file.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
}
