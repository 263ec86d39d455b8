import { InputError } from '#domain';

const NUL = '\0';

/**
 * The text of a file in UTF-8, without its byte-order mark, each of its lines ended by a line feed. Throws InputError, with the line, for
 * another encoding.
 */
export async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let endsInReturn = false;
  const read = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new InputError(`line ${line} or after: the file is not in UTF-8; save it as CSV in UTF-8`);
    }
  };
  for await (const chunk of chunks) {
    const decodedText = read(chunk);
    if (decodedText === '') continue;
    // What stood at the end of the piece before may be half of a line's end.
    const text = withLineFeeds(endsInReturn && decodedText.startsWith('\n') ? decodedText.slice(1) : decodedText);
    endsInReturn = decodedText.endsWith('\r');
    const nul = text.indexOf(NUL);
    if (nul >= 0)
      throw new InputError(`line ${line + linesIn(text.slice(0, nul))}: it has a NUL; the file is UTF-16 or no text`);
    line += linesIn(text);
    if (text !== '') yield text;
  }
  const rest = read();
  if (rest !== '') yield rest;
}

const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
