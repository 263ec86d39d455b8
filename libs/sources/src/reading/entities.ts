import { words } from './text.ts';

const NBSP = 160;
/** The names of the characters from U+00A0 to U+00FF, in their order. */
const LATIN = words(`
  nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para
  middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute
  Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml
  Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth
  ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
`);
const NAMED = new Map<string, string>([
  ...LATIN.map((name, i): [string, string] => [name, String.fromCodePoint(NBSP + i)]),
  ...Object.entries({
    amp: '&',
    quot: '"',
    apos: "'",
    lt: '<',
    gt: '>',
    euro: '€',
    trade: '™',
    hellip: '…',
    bull: '•',
  }),
  ...Object.entries({ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' }),
  ...Object.entries({ OElig: 'Œ', oelig: 'œ', Scaron: 'Š', scaron: 'š', Zcaron: 'Ž', zcaron: 'ž', Yuml: 'Ÿ' }),
  ...Object.entries({ Ccaron: 'Č', ccaron: 'č', Cacute: 'Ć', cacute: 'ć', Dstrok: 'Đ', dstrok: 'đ', inodot: 'ı' }),
]);

/** Encoded once more by every form that a text went through: `&amp;amp;amp;`. */
const ENTITY = /&(?:amp;)*(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,7}));/gi;

/** The characters for which a web form left their names or numbers: `&quot;Wexcombe &amp;amp; Sons&#8217;`. */
export const plainEntities = (text: string): string =>
  text.includes('&') ? text.replace(ENTITY, (whole, ...named: string[]) => characterOf(named) ?? whole) : text;

function characterOf([decimal, hexadecimal, name]: (string | undefined)[]): string | undefined {
  const character =
    name === undefined ? numbered(decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16)) : NAMED.get(name);
  return character?.replace(/\s/u, ' ');
}

const windows1252 = new TextDecoder('windows-1252');

/** Numbers of control characters mean those of Windows, as in browsers; undefined where there is no such character. */
function numbered(number: number): string | undefined {
  if (number >= 0x80 && number < NBSP) return windows1252.decode(Uint8Array.of(number));
  const character = number <= 0x10ffff ? String.fromCodePoint(number) : '';
  return /^(?:\s|[^\p{Cc}\p{Cs}\p{Co}\p{Cn}])$/u.test(character) ? character : undefined;
}
