import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InputsError } from './problem.ts';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  keys?: readonly string[];
}

const keyOf = (part: PropertyKey | { key: PropertyKey }) => String(typeof part === 'object' ? part.key : part);

/** Checks every parameter that names a schema; all that is wrong is told at once, each with its JSON pointer. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new InputsError(
        (issues as readonly Issue[]).flatMap(({ message, path = [], keys }) => {
          const pointer = path.map((part) => `/${keyOf(part)}`).join('');
          return keys
            ? keys.map((key) => ({ pointer: `${pointer}/${key}`, detail: `There is no parameter ${key}` }))
            : [{ pointer, detail: message }];
        }),
      ),
  });
