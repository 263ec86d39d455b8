import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { InputError } from '#domain';

/** What a YAML file of the operator's holds, unchecked. Throws InputError that names the file. */
export async function readYaml(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new InputError(`${file} cannot be read`);
  });
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The value, as the schema has it. Throws InputError that names the place and every member that is wrong. */
export function orInputError<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  throw new InputError(`${where}: ${z.prettifyError(error)}`);
}
