import { PublicationRejected, type RejectionCode } from './rejection.ts';

export const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The brackets around the place where JSON is read, and the list at `path` that is looked for among them. Without a path the
 * file's values are the records.
 */
export const nestingFor = (path: readonly string[], mostDeep: number) => ({
  path,
  mostDeep,
  open: [] as number[],
  /** The names that lead to this place, outside the list. */
  names: [] as (string | undefined)[],
  /** Number of brackets around a record; null outside the list. */
  listDepth: path.length === 0 ? 0 : (null as number | null),
  found: false,
});
export type Nesting = ReturnType<typeof nestingFor>;

/** Whether a record begins or ends here. */
export const isAtRecord = ({ open, listDepth }: Nesting): boolean => open.length === listDepth;

/** Gives its name to what stands behind the colon. */
export function nameMember({ names, listDepth }: Nesting, name: string): void {
  if (listDepth === null && names.length > 0) names[names.length - 1] = name;
}

/** Throws PublicationRejected where it is too deep. */
export function openBracket(nesting: Nesting, code: number, line: number): void {
  const { open, names, path, mostDeep } = nesting;
  open.push(code);
  if (open.length > mostDeep + path.length)
    reject('too-deep', `At line ${line} it is nested more than ${mostDeep} deep`);
  if (nesting.listDepth !== null) return;
  const isList = code === OPEN_LIST && names.length === path.length && names.every((name, i) => name === path[i]);
  if (!isList) return void names.push(undefined);
  nesting.listDepth = open.length;
  nesting.found = true;
}

/** Throws PublicationRejected where another bracket is open. */
export function closeBracket(nesting: Nesting, code: number, line: number): void {
  if (nesting.open.pop() !== (code === CLOSE ? OPEN : OPEN_LIST))
    reject('malformed-json', `At line ${line} a bracket is closed that was not opened`);
  if (nesting.listDepth === null) nesting.names.pop();
  else if (nesting.open.length < nesting.listDepth) nesting.listDepth = null;
}

/** Rejects the file for what is wrong in its brackets and commas. */
export function reject(code: RejectionCode, what: string): never {
  throw new PublicationRejected(code, `${what}. Fetch the file again`);
}
