import type { ServerResponse } from 'node:http';
import { streams } from '#contract';
import { InputError } from '#domain';
import { publicText, withinHead, type RecordedEvent } from '#event-log';
import { route, type Asked } from '../http/question.ts';
import { checkFilter, filterOf } from '../questions/event-filter.ts';
import { sendLong, sentInTime } from './sending.ts';

/** Proxies hang up on what is silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** Of 64 KiB at most each. */
const AT_A_TIME = 50;
const RETRY_MS = 2_000;

type Streaming = Asked<typeof streams.events>;

/** The log as it grows, as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const eventStream = route(streams.events, async (asked) => {
  await checkFilter(asked);
  const from = await startOf(asked);
  const { request, reply, served } = asked;
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
  await served.live.follow(() => sendLong(request, reply, headers, (to) => tell(asked, to, from)));
});

/** The position to go on from: that of Last-Event-ID, else of `after`, else the head of the log. Throws InputError. */
async function startOf({ query: { after }, readSide: { log }, request }: Streaming): Promise<number> {
  const last = request.headers['last-event-id'];
  if (last !== undefined && last !== '' && !/^\d{1,15}$/.test(String(last)))
    throw new InputError('Last-Event-ID is no position; leave it out to begin at the end of the log', '/Last-Event-ID');
  const from = last === undefined || last === '' ? after : Number(last);
  if (from === undefined) return log.head();
  return withinHead(log, from, last === undefined || last === '' ? '/after' : '/Last-Event-ID');
}

/** Tells what comes until the caller is gone; false where he takes too long. */
async function tell(
  { query, served, request, readSide }: Streaming,
  to: ServerResponse,
  from: number,
): Promise<boolean> {
  const { live, mayRead } = served;
  const signal = readSide.signal!;
  const filter = filterOf(query);
  let position = from;
  let isHeard = await sentInTime(to, `retry: ${RETRY_MS}\nid: ${position}\n\n`);
  let heardAt = Date.now();
  while (isHeard && !signal.aborted) {
    const { events, upTo } = await live.after(position, filter, AT_A_TIME);
    position = upTo;
    const isSilent = Date.now() - heardAt >= HEARTBEAT_MS;
    // A key may be taken back meanwhile.
    if (isSilent && !(await mayRead(request))) return true;
    // A position without an event is where a reader goes on who has heard nothing of his own for long.
    const text = events.length > 0 ? events.map(frameOf).join('') : isSilent ? `: still here\nid: ${position}\n\n` : '';
    if (text !== '') {
      isHeard = await sentInTime(to, text);
      heardAt = Date.now();
    }
    await live.change(position, heardAt + HEARTBEAT_MS - Date.now(), signal);
  }
  return isHeard;
}

const frames = new WeakMap<RecordedEvent, string>();

/** One event as it is sent to all who follow. */
function frameOf(event: RecordedEvent): string {
  const known = frames.get(event);
  if (known !== undefined) return known;
  const frame = `id: ${event.position}\nevent: ${event.type}\ndata: ${publicText(event)}\n\n`;
  frames.set(event, frame);
  return frame;
}
