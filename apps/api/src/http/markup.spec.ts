import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { escaped } from './markup.ts';

describe('text in markup', () => {
  it('is what it was before, to whoever reads the markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let read = '';
        let attribute = '';
        const parser = new SaxesParser();
        parser.on('text', (found) => (read += found));
        parser.on('opentag', ({ attributes }) => (attribute = attributes.a as string));
        parser.write(`<x a="${escaped(text.replace(/\s/g, ' '))}">${escaped(text.replace(/\r/g, ''))}</x>`).close();
        const legal = (each: string) =>
          each.replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
        expect(read).toBe(legal(text.replace(/\r/g, '')));
        expect(attribute).toBe(legal(text.replace(/\s/g, ' ')));
      }),
    );
  });

  it('has nothing that XML forbids', () => {
    expect(escaped('a\u0000b\u001bc\ud800d\uffffe\u{1f600}<&>"\'')).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde\u{1f600}&lt;&amp;&gt;&quot;&#39;',
    );
  });
});
