import { InputError } from './errors.ts';
import { MAX_DEPTH } from './limits.ts';
import { asToken } from './pointer-token.ts';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where JavaScript copies an object, a member of this name is lost, or changes what the copy is. */
const PROTOTYPE = '__proto__';

/**
 * JSON that every parser reads alike: no object names a member twice (parsers differ on which one counts) or `__proto__`, no
 * text has U+0000, which is kept nowhere, and nothing is nested deeper than `MAX_DEPTH`. Throws InputError. The text is gone through once, before anything is built of it.
 */
export function parseJson(text: string, reviver?: Reviver): unknown {
  refuseOdd(text);
  try {
    return JSON.parse(text, reviver) as unknown;
  } catch (error) {
    throw new InputError(`This is no JSON: ${(error as Error).message}`);
  }
}

/** As JSON.parse calls it; `source` is what a number or another single value is written as. */
type Reviver = (name: string, value: unknown, context?: { source?: string }) => unknown;

/** A list or an object that is open, with where the reader stands in it. */
interface Open {
  /** The names it has so far; undefined of a list. */
  names?: Set<string>;
  /** The last name, or the number of the item. */
  at: string | number;
}

function refuseOdd(text: string): void {
  const open: Open[] = [];
  let isName = false;
  const mayHaveNul = text.includes('\\u0000');
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const inner = open.at(-1);
    switch (code) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (isName && inner?.names) {
          const name = textOf(text.slice(i, end + 1));
          if (name !== null) {
            if (name === PROTOTYPE) throw new InputError(`No member may be called ${PROTOTYPE}`, pointerTo(open, name));
            if (inner.names.has(name))
              throw new InputError(`${name} is named twice in one object`, pointerTo(open, name));
            inner.names.add(name);
            inner.at = name;
          }
        }
        if (mayHaveNul && textOf(text.slice(i, end + 1))?.includes('\0'))
          throw new InputError('Text with U+0000 can be kept and found nowhere', pointerTo(open));
        i = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (open.length >= MAX_DEPTH)
          throw new InputError(`It is nested deeper than ${MAX_DEPTH} levels`, pointerTo(open.slice(0, 3)));
        open.push(code === OPEN_OBJECT ? { names: new Set(), at: '' } : { at: 0 });
        isName = code === OPEN_OBJECT;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        open.pop();
        isName = false;
        break;
      case COMMA:
        isName = inner?.names !== undefined;
        if (inner && typeof inner.at === 'number') inner.at++;
        break;
      case COLON:
        isName = false;
    }
  }
}

/** Where the string that begins at `from` has its closing quotation mark; the text's end where it has none. */
function endOfString(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i;
  }
  return text.length;
}

/** What a JSON string says; null where it is none, which the parser tells better. */
function textOf(json: string): string | null {
  if (!json.includes('\\')) return json.slice(1, -1);
  try {
    return JSON.parse(json) as string;
  } catch {
    return null;
  }
}

const pointerTo = (open: readonly Open[], last?: string): string =>
  [...open.map(({ at }) => at).slice(0, last === undefined ? undefined : -1), ...(last === undefined ? [] : [last])]
    .map((key) => `/${asToken(String(key))}`)
    .join('');
