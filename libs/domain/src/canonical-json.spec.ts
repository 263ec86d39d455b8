import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize, nameUuid, sameContent } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('is what RFC 8785 prints for its own example', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    const { numbers, ...rest } = value;
    expect(canonicalize({ ...rest, numbers: numbers.filter((n) => n < 1e20) })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = Object.keys(JSON.parse(canonicalize(Object.fromEntries(keys.map((key) => [key, 0]))), undefined));
    expect(sorted.filter((key) => key !== '1')).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
  });

  it.each([
    [{ a: [NaN] }, '/a/0'],
    [{ a: Infinity }, '/a'],
    [{ a: 2 ** 53 }, '/a'],
    [{ a: { b: 'x\u0000' } }, '/a/b'],
    ['\ud800', ''],
    [{ a: '\udc00' }, '/a'],
    [{ a: () => 1 }, '/a'],
  ])('refuses %p at %s', (value, pointer) => {
    expect(() => canonicalize(value)).toThrow(expect.objectContaining({ name: 'InputError', pointer }));
  });

  it('reads back as what it was, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const ok = (() => {
          try {
            return canonicalize(value);
          } catch {
            return null;
          }
        })();
        if (ok === null) return;
        expect(canonicalize(JSON.parse(ok))).toBe(ok);
        expect(sameContent(value, JSON.parse(ok))).toBe(true);
      }),
    );
  });

  it('gives a name the same UUID for ever', () => {
    expect(nameUuid('un-sc')).toBe(nameUuid('un-sc'));
    expect(nameUuid('un-sc')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(nameUuid('un-sc')).not.toBe(nameUuid('un-sc '));
  });
});
