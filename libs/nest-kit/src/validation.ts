import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { InputsError } from './problem.ts';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  keys?: readonly string[];
}

const keyOf = (part: PropertyKey | { key: PropertyKey }) =>
  String(typeof part === 'object' ? part.key : part)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');

/** What is told of one request: whoever has made more mistakes will find the others after these. */
const MOST_TOLD = 100;
const LONGEST_POINTER = 400;

/** All that a schema has found, each with its JSON pointer (RFC 6901); what is not known is pointed at itself. */
export function inputsErrorOf(issues: readonly Issue[], what: 'parameter' | 'field'): InputsError {
  const errors = issues.slice(0, MOST_TOLD).flatMap(({ message, path = [], keys }) => {
    const pointer = path.map((part) => `/${keyOf(part)}`).join('');
    return keys
      ? keys.slice(0, MOST_TOLD).map((key) => ({
          pointer: `${pointer}/${keyOf(key)}`,
          detail: `There is no ${what} ${key.slice(0, LONGEST_POINTER)}`,
        }))
      : [{ pointer, detail: message }];
  });
  return new InputsError(
    errors.slice(0, MOST_TOLD).map(({ pointer, detail }) => ({ pointer: pointer.slice(0, LONGEST_POINTER), detail })),
  );
}

/**
 * Checks every parameter that names a schema; all that is wrong is told at once. Nest would leave out a parameter called
 * `__proto__` before anybody has seen it: here it is told like any other that there is none.
 */
class ParametersPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.type === 'query' && metadata.schema && typeof value === 'object' && value !== null) {
      const odd = Object.keys(value).filter((key) => key in Object.prototype);
      if (odd.length > 0) throw inputsErrorOf([{ message: '', keys: odd }], 'parameter');
    }
    return super.transform(value, metadata);
  }
}

export const validationPipe = () =>
  new ParametersPipe({
    exceptionFactory: (issues) => inputsErrorOf(issues, 'parameter'),
  });
