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

/** The lines of what arrives, as bytes with their ends; what follows the last end is no line. */
export async function* byteLinesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let rest: Uint8Array[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      let from = 0;
      for (let end = value.indexOf(NEWLINE); end >= 0; end = value.indexOf(NEWLINE, from)) {
        yield joined([...rest, value.subarray(from, end + 1)]);
        rest = [];
        from = end + 1;
      }
      rest.push(value.subarray(from));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const NEWLINE = 10;

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
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
