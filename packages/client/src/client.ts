import { followEvents, type FollowQuery } from './follow.ts';
import { checkedLines } from './lines.ts';
import { problemOf } from './problem.ts';
import { isPassing, pause, RETRY, type Retry } from './retry.ts';
import type { Deletes, Event, Gets, Patches, Posts } from './types.ts';

export interface ClientOptions {
  /** Where Demarche serves: `http://localhost:3000`. */
  base: string;
  /** A key; reading may do without one. */
  key?: string;
  retry?: Partial<Retry>;
  /** Another `fetch` than the one of the platform. */
  fetch?: typeof globalThis.fetch;
}

type Needed<Part extends string, Value> =
  Record<never, never> extends Value ? Partial<Record<Part, Value>> : Record<Part, Value>;

interface Common {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export type Asking<Path extends keyof Gets> = Common &
  Needed<'params', Gets[Path]['params']> &
  Needed<'query', Gets[Path]['query']>;

type BodyOf<Path extends keyof Posts> = Posts[Path] extends { body: infer Body } ? { body: Body } : { body: unknown };
export type Sending<Path extends keyof Posts> = Common &
  Needed<'params', Posts[Path]['params']> &
  Needed<'query', Posts[Path]['query']> &
  BodyOf<Path> & {
    /** Of a command; one is made where it is left out. */
    idempotencyKey?: string;
    /** The ETag that was read. */
    ifMatch?: string;
  };

type Changes = Patches | Deletes;
export type Changing<Routes extends Changes, Path extends keyof Routes> = Common &
  (Routes[Path] extends { params: infer Params; query: infer Query }
    ? Needed<'params', Params> & Needed<'query', Query>
    : never) &
  (Routes[Path] extends { body: infer Body } ? { body: Body } : unknown) & {
    /** The ETag that was read, or the version in quotes: nothing is done where it is another by now (412). */
    ifMatch?: string;
  };

/** An answer, and its ETag. */
export interface Tagged<Path extends keyof Gets> {
  answer: Gets[Path]['answer'];
  etag: string | null;
}

/** Paths that are answered in pages. */
export type PagedPath = {
  [Path in keyof Gets]: Gets[Path]['answer'] extends { items: unknown[]; next: string | null } ? Path : never;
}[keyof Gets];
type ItemOf<Path extends PagedPath> = Gets[Path]['answer'] extends { items: (infer Item)[] } ? Item : never;

/** Paths that are answered in lines. */
export type LinePath = '/v1/events' | '/v1/lists/{id}/snapshot';
type LineOf<Path extends LinePath> = Gets[Path] extends { item: infer Line } ? Line : Event;

interface Sent {
  params?: object;
  query?: object;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The client of one server. */
export function createClient({ base, key, retry: wanted, fetch = globalThis.fetch }: ClientOptions) {
  const retry: Retry = { ...RETRY, ...wanted };
  const usual: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };

  const send = (method: string, path: string, { params, query, body, headers, signal }: Sent): Promise<Response> =>
    fetch(addressOf(base, path, params ?? {}, query ?? {}), {
      method,
      headers: { ...usual, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });

  /** Sends it again where that may help. What is sent has to bear it: questions do, and commands with their key. */
  async function ask(method: string, path: string, sent: Sent): Promise<Response> {
    for (let attempt = 0; ; attempt++)
      try {
        const response = await send(method, path, sent);
        if (!response.ok) throw await problemOf(response);
        return response;
      } catch (error) {
        sent.signal?.throwIfAborted();
        if (attempt + 1 >= retry.attempts || !isPassing(error)) throw error;
        await pause(attempt, retry, error, sent.signal);
      }
  }

  /** Asks a question. Throws ProblemError. */
  const get = async <Path extends keyof Gets>(path: Path, asking: Asking<Path>): Promise<Gets[Path]['answer']> =>
    (await getTagged(path, asking)).answer;

  /** The same with the ETag of the answer, which `ifMatch` takes; null where it has none. */
  async function getTagged<Path extends keyof Gets>(path: Path, asking: Asking<Path>): Promise<Tagged<Path>> {
    const { headers, ...sent } = asking as Sent;
    const response = await ask('GET', path, { ...sent, headers: { accept: ACCEPT, ...headers } });
    return { answer: (await response.json()) as Gets[Path]['answer'], etag: response.headers.get('etag') };
  }

  async function change<Answer>(method: string, path: string, sending: object): Promise<Answer> {
    const { ifMatch, headers, ...sent } = sending as Sent & { ifMatch?: string };
    const match = ifMatch !== undefined && { 'if-match': ifMatch };
    const response = await ask(method, path, { ...sent, headers: { ...match, ...headers } });
    return (response.status === NO_CONTENT ? null : await response.json()) as Answer;
  }

  /** All items of a question that is answered in pages, page after page. */
  async function* items<Path extends PagedPath>(path: Path, asking: Asking<Path>): AsyncGenerator<ItemOf<Path>> {
    for (let cursor: string | undefined; ;) {
      const query = { ...(asking as Sent).query, ...(cursor !== undefined && { cursor }) };
      const page = (await get(path, { ...asking, query })) as {
        items: ItemOf<Path>[];
        next: string | null;
      };
      yield* page.items;
      if (page.next === null) return;
      cursor = page.next;
    }
  }

  return {
    get,
    getTagged,
    items,

    /** Records something, or looks many things up. A command that is sent again is recorded once. Throws ProblemError. */
    async post<Path extends keyof Posts>(path: Path, sending: Sending<Path>): Promise<Posts[Path]['answer']> {
      const {
        idempotencyKey = crypto.randomUUID(),
        ifMatch,
        headers,
        ...sent
      } = sending as Sent & {
        idempotencyKey?: string;
        ifMatch?: string;
      };
      const more = { 'idempotency-key': idempotencyKey, ...(ifMatch !== undefined && { 'if-match': ifMatch }) };
      const response = await ask('POST', path, { ...sent, headers: { ...more, ...headers } });
      return (await response.json()) as Posts[Path]['answer'];
    },

    /** Changes something, where `ifMatch` is given only as it was read. Throws ProblemError. */
    patch: <Path extends keyof Patches>(path: Path, sending: Changing<Patches, Path>) =>
      change<Patches[Path]['answer']>('PATCH', path, sending),

    /** Takes something away, and gives what is told of it; null where that is nothing. Throws ProblemError. */
    delete: <Path extends keyof Deletes>(path: Path, sending: Changing<Deletes, Path>) =>
      change<Deletes[Path]['answer']>('DELETE', path, sending),

    /**
     * An answer in lines (NDJSON), without its last one. Throws IncompleteError where that one does not come, or tells of other
     * lines than those that came: what was given until then is not to be relied on.
     */
    async *lines<Path extends LinePath>(
      path: Path,
      asking: Asking<Path>,
    ): AsyncGenerator<Exclude<LineOf<Path>, { end: unknown }>> {
      const { headers, ...sent } = asking as Sent;
      const accept = { accept: 'application/x-ndjson' };
      const response = await ask('GET', path, { ...sent, headers: { ...accept, ...headers } });
      const uncounted = path === '/v1/lists/{id}/snapshot' ? 1 : 0;
      yield* checkedLines(response.body!, { path, uncounted }) as AsyncGenerator<
        Exclude<LineOf<Path>, { end: unknown }>
      >;
    },

    /**
     * Events as they are recorded, from `query.after` or from now on, until the signal aborts. Goes on by itself where the
     * connection breaks off: nothing is left out, and nothing comes twice.
     */
    follow: ({ query = {}, signal, onPosition }: FollowOptions = {}): AsyncGenerator<Event> =>
      followEvents({
        open: (headers, connection) => send('GET', '/v1/events/stream', { query, headers, signal: connection }),
        retry,
        ...(signal && { signal }),
        ...(onPosition && { onPosition }),
      }),
  };
}
export type Client = ReturnType<typeof createClient>;

export interface FollowOptions {
  query?: FollowQuery;
  signal?: AbortSignal;
  /** Tells each position that was reached, with an event or without one: where to go on after another start. */
  onPosition?: (position: number) => void;
}

const NO_CONTENT = 204;

/** Events whole, and not their data alone. */
const ACCEPT = 'application/json;q=0.9, application/cloudevents+json, application/feed+json';

function addressOf(base: string, path: string, params: object, query: object): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[name])),
  );
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
  return `${base.replace(/\/+$/, '')}${filled}${asked.size > 0 ? `?${asked.toString()}` : ''}`;
}
