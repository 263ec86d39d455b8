import { SaxesParser } from 'saxes';
import type { ReadLimits } from '../list-source.ts';
import { PIECE, piecesOf, strictDecoder } from './pieces.ts';
import { FETCH_AGAIN, PublicationRejected, type RejectionCode } from './rejection.ts';

export interface XmlHandlers {
  /** `at` says where, for people; it holds while the handler runs. */
  open(name: string, attributes: Record<string, string>, at: () => string): void;
  /** `text` is the element's own, without that of its children. */
  close(name: string, text: string): void;
}

const NOT_BLANK = /[^ \t\r\n]/;
const READABLE = /^(utf-?8|us-ascii)$/i;
const HEAD = 4096;

/**
 * Streams strict XML 1.0 in UTF-8 from bytes that nobody vouches for. Document types are rejected, so that there are no
 * entities to expand and nothing to fetch. Throws PublicationRejected with the line and column.
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  handlers: XmlHandlers,
): Promise<void> {
  const parser = createParser(limits, handlers);
  const decoder = strictDecoder('utf-8', (isEnd) =>
    isEnd
      ? new PublicationRejected('malformed-xml', `Cut off in the middle of a character. ${FETCH_AGAIN}`)
      : new PublicationRejected(
          'encoding',
          'It is not UTF-8 (UTF-16, or a damaged copy). Take the file as the authority serves it, unconverted',
        ),
  );
  let head = '';
  let begun = false;
  const write = (text: string, isEnd: boolean) => {
    if (begun) return parser.write(text);
    head += text;
    if (head.length < HEAD && !isEnd) return;
    rejectWhatIsNoXml(head);
    begun = true;
    parser.write(head);
  };

  for await (const piece of piecesOf(chunks, limits)) write(decoder.decode(piece), false);
  write(decoder.decode(), true);
  parser.close();
}

function createParser(limits: ReadLimits, handlers: XmlHandlers) {
  const parser = new SaxesParser();
  const at = () => `${parser.line}:${parser.column}`;
  const reject = (code: RejectionCode, what: string): never => {
    throw new PublicationRejected(code, `${what}, at ${at()}. ${FETCH_AGAIN}`);
  };
  const rejectOtherEncoding = () => {
    const { encoding } = parser.xmlDecl;
    if (encoding && !READABLE.test(encoding))
      reject('encoding', `It says it is written in ${encoding.slice(0, 40)}; only UTF-8 is read`);
  };
  const texts = openTexts(limits, () =>
    reject('too-large', `An element has more than ${limits.text} characters of text`),
  );
  let elements = 0;
  /** Where the parser last said something. */
  let saidAt = 0;
  const said = () => (saidAt = parser.position);
  const addText = (text: string) => {
    said();
    texts.add(text);
  };

  // The parser's own message begins with the place.
  parser.on('error', ({ message }) =>
    reject('malformed-xml', `Cut off or damaged: ${message.replace(/^(\d+:\d+:)?\s*/, '')}`),
  );
  // No more kinds of events than these: with eight the parser's own members would be looked up by hashing, and all of
  // it took six times as long.
  parser.on('doctype', () => reject('doctype', 'It has a document type, which no list needs and attacks do'));
  parser.on('opentag', ({ name, attributes }) => {
    said();
    if (elements === 0) rejectOtherEncoding();
    if (++elements > limits.elements) reject('too-many-elements', `It has more than ${limits.elements} elements`);
    if (texts.depth() >= limits.depth) reject('too-deep', `Elements are nested more than ${limits.depth} deep`);
    if (Object.keys(attributes).length > limits.attributes)
      reject('too-large', `An element has more than ${limits.attributes} attributes`);
    texts.open();
    handlers.open(name, attributes, at);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', said);
  parser.on('closetag', ({ name }) => {
    said();
    handlers.close(name, texts.close());
  });

  return {
    write(text: string) {
      parser.write(text);
      // The parser says nothing in the middle of a tag or a text, however long that grows.
      if (parser.position - saidAt > limits.text + PIECE)
        reject('too-large', `A tag or text has more than ${limits.text} characters`);
    },
    close: () => void parser.close(),
  };
}

/** The texts of the open elements, each without that of its children. */
function openTexts({ text: longest }: ReadLimits, rejectLonger: () => never) {
  const texts: string[][] = [];
  const lengths: number[] = [];
  return {
    depth: () => texts.length,
    open() {
      texts.push([]);
      lengths.push(0);
    },
    add(text: string) {
      const depth = texts.length - 1;
      if (depth < 0) return;
      const own = texts[depth]!;
      if (!NOT_BLANK.test(text)) {
        // Between the children of an element that holds thousands of them the blanks alone would be too much.
        if (own.length > 0 && own.at(-1) !== ' ') own.push(' ');
        return;
      }
      if ((lengths[depth]! += text.length) > longest) rejectLonger();
      own.push(text);
    },
    close(): string {
      lengths.pop();
      return texts.pop()!.join('');
    },
  };
}

function rejectWhatIsNoXml(head: string): void {
  const text = head.trimStart();
  if (head === '' || (text === '' && head.length < HEAD))
    throw new PublicationRejected('empty', `There is nothing in it. ${FETCH_AGAIN}`);
  if (head.includes('\u0000'))
    throw new PublicationRejected('encoding', 'It is UTF-16 or binary. Take the file as the authority serves it');
  if (/^<(!doctype\s+html|html)\b/i.test(text))
    throw new PublicationRejected(
      'html',
      'It is a web page, perhaps an error or a log-in page. Fetch the XML file itself',
    );
  if (!text.startsWith('<'))
    throw new PublicationRejected(
      'not-xml',
      `It begins with ${JSON.stringify(text.slice(0, 20))}, which is no XML. Take the list's XML file`,
    );
}
