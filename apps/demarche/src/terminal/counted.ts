/** A file's bytes, with how many have been read so far told on the way. */
export async function* counted(file: AsyncIterable<Uint8Array>, onRead: (bytes: number) => void) {
  let read = 0;
  for await (const chunk of file) {
    onRead((read += chunk.length));
    yield chunk;
  }
}
