// FIPS 180-4, https://csrc.nist.gov/pubs/fips/180-4/upd1/final. Web Crypto has no SHA-256 of what comes in pieces.

/** The first 32 bits of the fractional part of a number. */
const fraction = (value: number) => ((value - Math.floor(value)) * 2 ** 32) >>> 0;

const PRIMES = Array.from({ length: 310 }, (_, i) => i + 2).filter((n) =>
  Array.from({ length: n - 2 }, (_, i) => i + 2).every((divisor) => n % divisor !== 0),
);
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND = Uint32Array.from(PRIMES.slice(0, 64).map((prime) => fraction(Math.cbrt(prime))));
const BLOCK = 64;
/** Where the length stands in the last block. */
const LENGTH_AT = 56;

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** The SHA-256 of bytes that come in pieces. */
export function createSha256() {
  const state = Uint32Array.from(START);
  const words = new Uint32Array(BLOCK);
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  let [filled, total] = [0, 0];

  function take(): void {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(i * 4);
    for (let i = 16; i < BLOCK; i++) {
      const [near, far] = [words[i - 2]!, words[i - 15]!];
      const one = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
      const two = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
      words[i] = words[i - 16]! + one + words[i - 7]! + two;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < BLOCK; i++) {
      const sumE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const first = (h + sumE + ((e & f) ^ (~e & g)) + ROUND[i]! + words[i]!) | 0;
      const sumA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const second = (sumA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((each, i) => (state[i]! += each));
  }

  function update(bytes: Uint8Array): void {
    total += bytes.length;
    for (let from = 0; from < bytes.length;) {
      const piece = bytes.subarray(from, from + BLOCK - filled);
      block.set(piece, filled);
      filled += piece.length;
      from += piece.length;
      if (filled < BLOCK) return;
      take();
      filled = 0;
    }
  }

  return {
    update,
    /** In lower-case hexadecimal. Nothing can be added afterwards. */
    digest(): string {
      const bits = total * 8;
      update(Uint8Array.of(0x80));
      update(new Uint8Array((BLOCK + LENGTH_AT - filled) % BLOCK));
      const length = new DataView(new ArrayBuffer(8));
      length.setUint32(0, Math.floor(bits / 2 ** 32));
      length.setUint32(4, bits >>> 0);
      update(new Uint8Array(length.buffer));
      return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
}
