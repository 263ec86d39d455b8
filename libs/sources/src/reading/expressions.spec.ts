import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

// Whatever a file holds, up to 64 KiB of text reach an expression: each has to be done with its own worst text at once.

const LONG = 64 * 1024;
const MOST_MS = 100;
/** What takes the square of its length takes 64 times less here, and still some milliseconds. */
const SHORT = 8 * 1024;
const SUSPICIOUS_MS = 0.8;

interface Found {
  place: string;
  expression: RegExp;
}

async function expressionsOf(pattern: string): Promise<Found[]> {
  const found: Found[] = [];
  for await (const path of glob(pattern)) {
    if (/\.(spec|contract)\.ts$|spec-kit/.test(path)) continue;
    const source = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, body, flags] = /^\/(.*)\/([a-z]*)$/su.exec(node.text)!;
        const { line } = source.getLineAndCharacterOfPosition(node.pos);
        found.push({ place: `${path}:${line + 1} ${node.text}`, expression: new RegExp(body!, flags) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const SAMPLES = [
  'a',
  'A',
  '1',
  '0',
  ' ',
  '.',
  '-',
  ',',
  ';',
  ':',
  '/',
  '(',
  ')',
  '"',
  "'",
  '\n',
  '<',
  '&',
  '=',
  '[',
  '_',
  'я',
  '、',
];

/** Something that an expression nearly fits: its own letters, without what it says of how often they come. */
const nearly = (source: string): string =>
  source
    .replaceAll('\\[', '\u0002')
    .replaceAll('\\]', '\u0003')
    .replace(/\\s[*+?]?|\\s?\{[\d,]*\}/g, ' ')
    .replace(/\\d/g, '1')
    .replace(/\\[pP]\{[^}]*\}|\\[wSW]|\[[^\]]*\]/g, 'a')
    .replace(/\(\?[:=!<][=!]?/g, '(')
    .replace(/\{[\d,]*\}|[()?*+^$]/g, '')
    .replace(/\\(.)/g, '$1')
    .replaceAll('\u0002', '[')
    .replaceAll('\u0003', ']');

/** Texts that make an expression look back: what it repeats, again and again, and at the end something that fits nothing. */
function worstTexts({ source }: RegExp, length: number): string[] {
  const words = source.match(/[\p{L}\d]+/gu) ?? [];
  const literals = [...new Set(source.replace(/\\[a-zA-Z]/g, '').replace(/[\\^$|?*+(){}[\]]/g, ''))];
  const like = nearly(source);
  const beginnings = [1 / 3, 1 / 2, 3 / 4].map((share) => like.slice(0, Math.ceil(like.length * share)));
  const parts = [
    ...new Set([
      ...SAMPLES,
      ...literals,
      ...words,
      ...words.map((word) => `${word} `),
      like,
      like.slice(0, -1),
      ...beginnings,
      ...beginnings.map((beginning) => beginning.replaceAll(' ', '')),
    ]),
  ];
  const pairs = parts.flatMap((part) => [`${part} `, `${part}1`]);
  const fill = (part: string) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
  return [...parts, ...pairs]
    .filter((part) => part !== '')
    .flatMap((part) => [`${fill(part)}\u0001`, ...words.slice(0, 2).map((word) => `${word} ${fill(part)}\u0001`)]);
}

function timeOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  const begun = performance.now();
  if (expression.global) text.replace(expression, '');
  else expression.test(text);
  return performance.now() - begun;
}

/** The text that stops an expression; null where none does. */
function stopping(expression: RegExp): { ms: number; text: string } | null {
  const [short, long] = [SHORT, LONG].map((length) => worstTexts(expression, length));
  for (const [i, text] of short!.entries()) {
    // The faster of two times: a pause of the machine is no fault of the expression.
    if (Math.min(timeOf(expression, text), timeOf(expression, text)) < SUSPICIOUS_MS) continue;
    const ms = Math.min(timeOf(expression, long![i]!), timeOf(expression, long![i]!));
    if (ms > MOST_MS) return { ms, text };
  }
  return null;
}

describe('expressions of readers', () => {
  it.each([/[\s.]+$/, /\[\s*Old Reference\s*#?\s*([^\]]+)\]/gi, /web ?link ?: ?https?:\/\/\S*interpol\S*/gi])(
    'that take the square of a text are found: %s',
    (slow) => {
      expect(stopping(slow)).not.toBeNull();
    },
  );

  it('are done with 64 KiB of their worst text at once', async () => {
    const found = await expressionsOf('libs/sources/src/**/*.ts');
    expect(found.length).toBeGreaterThan(100);
    const slow = found.flatMap(({ place, expression }) => {
      const stopped = stopping(expression);
      return stopped
        ? [`${place}: ${Math.round(stopped.ms)} ms for ${JSON.stringify(stopped.text.slice(0, 30))} …`]
        : [];
    });
    expect(slow).toEqual([]);
  });
});
