import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { InputsError } from './problem.ts';

interface Issue {
  message: string;
  code?: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  keys?: readonly string[];
  /** Of a value that may be one of several things: what is wrong with it as each of them. */
  errors?: readonly (readonly Issue[])[];
  /** Of the name of a member: what is wrong with it. */
  issues?: readonly Issue[];
}

const keyOf = (part: PropertyKey | { key: PropertyKey }) =>
  String(typeof part === 'object' ? part.key : part)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');

/** What is told of one request: whoever has made more mistakes will find the others after these. */
const MOST_TOLD = 100;
const LONGEST_POINTER = 400;

const OTHER_TYPE = 'invalid_type';
const isOfOtherType = ({ code, path = [] }: Issue): boolean => code === OTHER_TYPE && path.length === 0;

/**
 * What an issue comes down to. Of several things that a value may be, the one that it comes nearest to is told of: where the
 * mistake lies deepest inside, or whose type it has; where all are as far, each of them is.
 */
function reasonsOf(issue: Issue): Issue[] {
  const { path = [], message, errors = [], issues = [] } = issue;
  const below = (inner: Issue) => ({ ...inner, path: [...path, ...(inner.path ?? [])] });
  if (issues.length > 0) return [{ path, message: issues.map((each) => each.message).join('; ') }];
  const told = errors.map((each) => each.flatMap(reasonsOf)).filter((each) => each.length > 0);
  if (told.length === 0) return [issue];
  const depthOf = (all: readonly Issue[]) => Math.max(...all.map((each) => each.path?.length ?? 0));
  const deepest = Math.max(...told.map(depthOf));
  if (deepest > 0) return told.find((each) => depthOf(each) === deepest)!.map(below);
  const fitting = told.filter((each) => !each.every(isOfOtherType));
  if (fitting.length === 1) return fitting[0]!.map(below);
  const nearest = fitting.length > 0 ? fitting : told;
  const messages = new Set(nearest.flat().map((each) => each.message.replace(/^Invalid (input|option): /, '')));
  const code = fitting.length > 0 ? undefined : OTHER_TYPE;
  return [{ path, message: `${message}: ${[...messages].join('; or ')}`, ...(code && { code }) }];
}

// A parameter comes as a text, or as a list of them where it is repeated; other lists were read from its text.
const REPEATED = 'expected string, received array';

/** All that a schema has found, each with its JSON pointer (RFC 6901); what is not known is pointed at itself. */
export function inputsErrorOf(issues: readonly Issue[], what: 'parameter' | 'field'): InputsError {
  const reasons = issues.slice(0, MOST_TOLD).flatMap(reasonsOf);
  const errors = reasons.flatMap(({ message, path = [], keys }) => {
    const pointer = path.map((part) => `/${keyOf(part)}`).join('');
    const isRepeated = what === 'parameter' && path.length === 1 && message.endsWith(REPEATED);
    return keys
      ? keys.slice(0, MOST_TOLD).map((key) => ({
          pointer: `${pointer}/${keyOf(key)}`,
          detail: `There is no ${what} ${key.slice(0, LONGEST_POINTER)}`,
        }))
      : [{ pointer, detail: isRepeated ? 'It is given more than once; give it once' : message }];
  });
  return new InputsError(
    errors.slice(0, MOST_TOLD).map(({ pointer, detail }) => ({ pointer: pointer.slice(0, LONGEST_POINTER), detail })),
  );
}

/**
 * Checks every parameter that names a schema; all that is wrong is told at once. Nest would leave out a parameter called
 * `__proto__` before anybody has seen it: here it is told like any other that there is none. U+0000 stands in nothing that is
 * kept, so that no parameter has it.
 */
class ParametersPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.type !== 'body' && metadata.schema && typeof value === 'object' && value !== null) {
      const odd = Object.keys(value).filter((key) => key in Object.prototype);
      if (odd.length > 0) throw inputsErrorOf([{ message: '', keys: odd }], 'parameter');
      const withNul = Object.entries(value).filter(([, each]) => String(each).includes('\0'));
      if (withNul.length > 0)
        throw inputsErrorOf(
          withNul.map(([name]) => ({ message: 'Text with U+0000 can be found nowhere', path: [name] })),
          'parameter',
        );
    }
    return super.transform(value, metadata);
  }
}

export const validationPipe = () =>
  new ParametersPipe({
    exceptionFactory: (issues) => inputsErrorOf(issues, 'parameter'),
  });
