import type { FastifyInstance, RouteOptions } from 'fastify';

/** Which methods a path takes, of all routes that there are: for 405, Allow and OPTIONS. */
export function watchRoutes(fastify: FastifyInstance): (url: string) => string[] {
  const routes = new Map<string, { segments: string[]; methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const route = routes.get(url) ?? { segments: url.split('/'), methods: new Set<string>() };
    routes.set(url, route);
    for (const each of [method].flat()) route.methods.add(each);
  });
  return (url) => {
    const segments = url.split('?', 1)[0]!.split('/');
    const fits = (own: readonly string[]) =>
      own.length === segments.length &&
      own.every(
        (segment, i) => segment.replace('::', ':') === segments[i] || (/^:[^:]/.test(segment) && segments[i] !== ''),
      );
    const fitting = [...routes.values()].filter((route) => fits(route.segments));
    // A path of that very name is no id of another route.
    const named = fitting.filter((route) => route.segments.every((segment, i) => segment === segments[i]));
    const methods = (named.length > 0 ? named : fitting).flatMap((route) => [...route.methods]);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  };
}
