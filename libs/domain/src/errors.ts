/** A rule of the trade that a command would break. REST answers 409 with the code. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What was asked for is not in the log. REST answers 404. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** Somebody else changed the stream first. REST answers 412. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
}

/** The caller sent something that cannot be read. REST answers 400, the command line exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(
    message: string,
    /** RFC 6901 JSON pointer, or `?name` for a query parameter, of the offending part. */
    readonly pointer = '',
  ) {
    super(message);
  }
}
