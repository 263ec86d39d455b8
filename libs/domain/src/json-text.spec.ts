import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './json-text.ts';

const refusal = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    return error;
  }
};

describe('JSON of a caller', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 2), (text, indent) => {
        fc.pre(!text.includes('__proto__'));
        const value: unknown = JSON.parse(text);
        expect(parseJson(JSON.stringify(value, null, indent))).toEqual(value);
      }),
    );
  });

  it('names no member twice, however it is written', () => {
    expect(refusal('{"a":1,"b":{"c":1,"\\u0063":2}}')).toMatchObject({ name: 'InputError', pointer: '/b/c' });
    expect(refusal('{"l":[{"a":1},{"a":1,"x":"{\\"a\\":[","a":2}]}')).toMatchObject({ pointer: '/l/1/a' });
    expect(refusal('{"a":{"a":[{"a":1},{"a":2}]},"b":"a"}')).toEqual({ a: { a: [{ a: 1 }, { a: 2 }] }, b: 'a' });
  });

  it('has no member that a copy would lose', () => {
    expect(refusal('{"row":{"__proto__":{}}}')).toMatchObject({ name: 'InputError', pointer: '/row/__proto__' });
    expect(refusal('{"row":{"__pr\\u006fto__":1}}')).toMatchObject({ pointer: '/row/__proto__' });
    expect(refusal('{"row":["__proto__"]}')).toEqual({ row: ['__proto__'] });
  });

  it('is nested 64 levels at most, however long it is', () => {
    expect(parseJson('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array);
    expect(refusal('['.repeat(65) + ']'.repeat(65))).toMatchObject({ name: 'InputError' });
    expect(refusal('{"row":' + '{"a":'.repeat(500_000))).toMatchObject({ name: 'InputError', pointer: '/row/a/a' });
  });

  it('has no U+0000, however it is written', () => {
    const nul = { name: 'InputError', message: expect.stringContaining('U+0000') };
    expect(refusal('{"a":[{"b":"x"},{"b":"x\\u0000"}]}')).toMatchObject({ ...nul, pointer: '/a/1/b' });
    expect(refusal('{"a":{"b\\u0000":1}}')).toMatchObject({ ...nul, pointer: '/a/b\0' });
    expect(refusal('{"a":"\\\\u0000"}')).toEqual({ a: '\\u0000' });
  });

  it('that is none is refused', () => {
    for (const text of ['', '{', '"', '{"a', '{"a\\', ']', '{"a":1}}', '{a:1}', 'NaN'])
      expect(refusal(text)).toMatchObject({ name: 'InputError' });
  });
});
