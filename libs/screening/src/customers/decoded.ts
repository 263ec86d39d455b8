import { InputError } from '#domain';

const NUL = '\0';

/** The text of a file in UTF-8, without its byte-order mark. Throws InputError, with the line, for another encoding. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const read = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new InputError(`line ${line} or after: the file is not in UTF-8; save it as CSV in UTF-8`);
    }
  };
  for await (const chunk of chunks) {
    const text = read(chunk);
    const nul = text.indexOf(NUL);
    if (nul >= 0)
      throw new InputError(`line ${line + linesIn(text.slice(0, nul))}: it has a NUL; the file is UTF-16 or no text`);
    line += linesIn(text);
    if (text !== '') yield text;
  }
  const rest = read();
  if (rest !== '') yield rest;
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
