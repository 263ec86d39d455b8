import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSha256 } from './sha256.ts';

const hashOf = (pieces: readonly Uint8Array[]) => {
  const hash = createSha256();
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};

describe('a SHA-256 of what comes in pieces', () => {
  // https://csrc.nist.gov/csrc/media/projects/cryptographic-standards-and-guidelines/documents/examples/sha256.pdf
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is as the standard has it', (text, expected) => {
    expect(hashOf([new TextEncoder().encode(text)])).toBe(expected);
  });

  it('is that of Node for every length, wherever it is cut', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 151) % 256);
    for (let length = 0; length <= bytes.length; length++) {
      const [all, cut] = [bytes.subarray(0, length), (length * 7) % (length + 1)];
      const expected = createHash('sha256').update(all).digest('hex');
      expect(hashOf([all.subarray(0, cut), all.subarray(cut)])).toBe(expected);
    }
  });
});
