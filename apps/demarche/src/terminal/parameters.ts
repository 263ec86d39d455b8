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

/**
 * What a shape of the contract has let through. Throws InputError that names the option of what it has not; `called` are the options
 * and arguments that are called otherwise than in the contract.
 */
export function checked<T>({ data, error }: Checked<T>, called: Readonly<Record<string, string>> = {}): T {
  if (!error) return data!;
  const told = error.issues.map(({ path, message }) => {
    const member = path.findLast((part) => typeof part === 'string');
    return member === undefined ? message : `${called[member] ?? optionOf(member)}: ${message}`;
  });
  throw new InputError(told.join('\n'));
}

const optionOf = (member: string): string => `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
