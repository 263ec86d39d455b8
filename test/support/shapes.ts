import { z } from 'zod';
import {
  commandLine,
  commands,
  ingest,
  ingestReport,
  lookups,
  managed,
  problem,
  questions,
  recorded,
  refusedPublication,
  type QuestionRoute,
} from '#contract';

const fitOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

/** What routes answer, by their methods and paths. */
const ANSWERS = [
  ...Object.values(questions).map(({ path, answer }) => ({ method: 'GET', path, answer: answer })),
  ...Object.values(commands).map(({ path }) => ({ method: 'POST', path, answer: recorded })),
  ...Object.values(lookups).map(({ path, answer }) => ({ method: 'POST', path, answer })),
  { method: 'POST', path: ingest.path, answer: ingestReport },
  ...managed.map(({ method, path, answer }) => ({
    method: method.toUpperCase(),
    path,
    answer,
  })),
].map(({ method, path, answer }) => ({
  method,
  answer,
  fits: fitOf(path),
}));

/** Gives the JSON back. Throws where it has a member that the contract has not, or lacks one that it has. */
function fits<T>(what: string, shape: z.ZodType, body: T): T {
  const { error } = shape.safeParse(body);
  if (error) throw new Error(`${what} is not as the contract has it:\n${z.prettifyError(error)}`);
  return body;
}

/** Checks what a route answered, problems too; of other paths nothing is checked. */
export function checked<T>(method: string, url: string, status: number, body: T): T {
  const path = url.split('?', 1)[0]!;
  if (typeof body !== 'object' || !path.startsWith('/v1')) return body;
  const what = `${status} of ${method} ${url}`;
  const route = ANSWERS.find((each) => each.method === method && each.fits.test(path));
  if (status >= 400)
    return fits(what, status === 422 && route?.answer === ingestReport ? refusedPublication : problem, body);
  if (!route?.answer) throw new Error(`${what} is of a route that the contract has not`);
  return fits(what, route.answer, body);
}

/** Checks each line of what a route answered as NDJSON. */
export function checkedLines(url: string, text: string): unknown[] {
  const path = url.split('?', 1)[0]!;
  const lines = text.trimEnd().split('\n');
  const { line } = Object.values<QuestionRoute>(questions).find((each) => fitOf(each.path).test(path))!;
  return lines.map((each) => fits(url, line ?? z.unknown(), JSON.parse(each)));
}

/** Checks what a command printed with `--json`. */
export const checkedLine = <T>(args: readonly string[], printed: T): T => {
  const name = (
    ['keys', 'webhooks'].includes(args[0]!) ? args.slice(0, 2).join(' ') : args[0]!
  ) as keyof typeof commandLine;
  const shape = { ...commandLine, 'ingest-plan': ingestReport }[name];
  return fits(args.join(' '), shape, printed);
};
