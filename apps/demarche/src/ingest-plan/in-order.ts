import { InputError } from '#domain';
import { printedDates } from '#sources';
import type { PlannedFile } from './planned-files.ts';

type Opened = (file: PlannedFile) => AsyncIterable<Uint8Array>;

/**
 * The files in the order of their days over all lists: the day inside the file, else the one in its path. Of one day,
 * by the time that they print or that their paths name, then by their paths. Throws InputError where a file has no day at all.
 */
export async function inOrder(files: readonly PlannedFile[], open: Opened): Promise<PlannedFile[]> {
  const dated: { file: PlannedFile; day: string; time: string }[] = [];
  const undated: string[] = [];
  for (const file of files) {
    const { publishedOn, generatedAt = file.generatedAt } = await printedDates(file.source, open(file));
    const day = publishedOn ?? file.day;
    // One place makes all files of a list, so that its own clock orders them.
    const time = generatedAt?.replace(/(Z|[+-]\d\d:?\d\d)$/, '') ?? '';
    if (day === undefined) undated.push(file.name);
    else dated.push({ file, day, time });
  }
  if (undated.length > 0)
    throw new InputError(
      `${undated.join(', ')}: no day is known, neither inside nor in the path. Put it into a folder named YYYY-MM-DD, leave it out with except, or bring it alone: ingest LIST FILE@YYYY-MM-DD. Where the path has YYYY-MM, the item may say publishedOn: first-of-month`,
    );
  const keyOf = ({ day, time, file }: (typeof dated)[number]) => [day, time, file.name];
  return dated.sort((a, b) => compare(keyOf(a), keyOf(b))).map(({ file }) => file);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const i = a.findIndex((part, at) => part !== b[at]);
  if (i < 0) return 0;
  return a[i]! < b[i]! ? -1 : 1;
}
