import type { FastifyRequest } from 'fastify';

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/;

/** The address under which the caller reached us, for links that have to be whole; a proxy is believed where it is trusted. */
export const baseOf = ({ protocol, host }: FastifyRequest): string =>
  `${protocol}://${HOST.test(host) ? host : 'localhost'}`;

/** The address of the question itself, with some of its parameters changed or, where undefined, left out. */
export function withQuery({ url }: FastifyRequest, changes: Record<string, string | number | undefined>): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, String(value));
  return parameters.size > 0 ? `${path}?${parameters.toString()}` : path;
}
