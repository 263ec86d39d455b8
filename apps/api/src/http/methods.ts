import type { FastifyInstance, RouteOptions } from 'fastify';

/** A route as its path is compared with others: a segment is a name, or null where any stands. */
interface Route {
  segments: (string | null)[];
  methods: Set<string>;
}

/** Which methods a path takes, of all routes that there are: for 405, Allow and OPTIONS. */
export function watchRoutes(fastify: FastifyInstance): (url: string) => string[] {
  const routes = new Map<string, Route>();
  const byLength: Route[][] = [];
  const routeOf = (url: string): Route => {
    const known = routes.get(url);
    if (known) return known;
    const segments = url.split('/').map((each) => (/^:[^:]/.test(each) ? null : each.replace('::', ':')));
    const route = { segments, methods: new Set<string>() };
    routes.set(url, route);
    (byLength[segments.length] ??= []).push(route);
    return route;
  };
  fastify.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const { methods } = routeOf(url);
    for (const each of [method].flat()) methods.add(each);
  });
  return (url) => {
    const segments = url.split('?', 1)[0]!.split('/');
    const fits = (own: Route['segments']) =>
      own.every((segment, i) => (segment === null ? segments[i] !== '' : segment === segments[i]));
    const fitting = (byLength[segments.length] ?? []).filter((route) => fits(route.segments));
    // A path of that very name is no id of another route.
    const named = fitting.filter(({ segments: own }) => !own.includes(null));
    const methods = (named.length > 0 ? named : fitting).flatMap((route) => [...route.methods]);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  };
}
