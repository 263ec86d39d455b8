import { InvalidArgumentError } from 'commander';
import { InputError } from '#domain';

/** A whole number in decimal digits. Throws InvalidArgumentError. */
export function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

interface Checked<T> {
  data?: T;
  error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}

/** What a shape of the contract has let through. Throws InputError that names what it has not. */
export function checked<T>({ data, error }: Checked<T>): T {
  if (!error) return data!;
  throw new InputError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
