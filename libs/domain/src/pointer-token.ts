/** A member's name as a JSON pointer has it. Source: RFC 6901. */
export const asToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
