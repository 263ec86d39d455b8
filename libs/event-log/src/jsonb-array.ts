/** The oid of jsonb: fixed in src/include/catalog/pg_type.dat. */
const JSONB = 3802;
/** Of jsonb's binary format: the only version there is. */
const VERSION = 1;

/**
 * A jsonb[] in the binary format of PostgreSQL, as `array_recv` (src/backend/utils/adt/arrayfuncs.c) and `jsonb_recv`
 * (jsonb.c) read it: the protocol's documentation leaves binary formats to the send and receive functions. As text it would be escaped into one string, of which a
 * whole list makes several copies of tens of megabytes.
 */
export function jsonbArray(values: readonly unknown[]): Buffer {
  const texts = values.map((value) => JSON.stringify(value));
  const sizes = texts.map((text) => 1 + Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, 20));
  // One dimension, no nulls, the elements' type, their number, the index of the first one.
  let at = [1, 0, JSONB, values.length, 1].reduce((offset, word) => bytes.writeInt32BE(word, offset), 0);
  for (const [i, text] of texts.entries()) {
    at = bytes.writeInt32BE(sizes[i]!, at);
    at = bytes.writeUInt8(VERSION, at);
    at += bytes.write(text, at);
  }
  return bytes;
}
