/** Text as it arrives. `onPiece` hears of every piece; the connection is let go whenever reading stops. */
export async function* textOf(body: ReadableStream<Uint8Array>, onPiece?: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onPiece?.();
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The lines of a text, without their ends; what follows the last end is no line yet. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}

/** What a server-sent event tells. */
export interface Frame {
  id?: string;
  event?: string;
  data?: string;
  retry?: number;
}

/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function* framesOf(lines: AsyncIterable<string>): AsyncGenerator<Frame> {
  let frame: Frame = {};
  for await (const line of lines) {
    if (line === '') {
      if (Object.keys(frame).length > 0) yield frame;
      frame = {};
      continue;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line)!;
    if (field === 'id' || field === 'event') frame[field] = value;
    if (field === 'data') frame.data = frame.data === undefined ? value : `${frame.data}\n${value}`;
    if (field === 'retry' && /^\d+$/.test(value)) frame.retry = Number(value);
  }
}
