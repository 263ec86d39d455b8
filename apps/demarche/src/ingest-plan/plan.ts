import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { orInputError, readYaml, sourceOf, type ListSource } from '#sources';

const glob = z
  .string()
  .min(1)
  .refine(
    (text) => !isAbsolute(text) && !text.split(/[\\/]/).includes('..'),
    'Write it as it lies below the root, without .. and without a leading slash',
  );
const globs = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(glob).min(1));

const itemOf = (lists: readonly ListSource[]) =>
  z.strictObject({
    list: z.string().refine((list) => sourceOf(list, lists), {
      error: ({ input }) =>
        `There is no reader for ${String(input)}; there are ${lists.map(({ list }) => list).join(', ')}`,
    }),
    /** Below the root: publications, or tar archives of them. */
    files: globs,
    /** Files, or folders with all that is in them, that are left out. */
    except: globs.optional(),
    /** For files without a day inside that have only YYYY-MM in their path. */
    publishedOn: z.literal('first-of-month').optional(),
    /** Why its publications are right though a guard doubts them; recorded where one does. */
    force: z.string().min(1).optional(),
  });

/** Which files are publications of which lists. Throws InputError that names the file and the member. */
export const readPlan = async (file: string, lists: readonly ListSource[]): Promise<Plan> =>
  orInputError(z.array(itemOf(lists)).min(1), await readYaml(file), file);
export type Plan = z.infer<ReturnType<typeof itemOf>>[];
