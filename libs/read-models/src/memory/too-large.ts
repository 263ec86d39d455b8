/** There is more than this process may hold in memory. REST answers 503 where nothing else can answer. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}
