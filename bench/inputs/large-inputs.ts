import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { ZipFile } from 'yazl';
import { SDN_ENHANCED, sdnFile } from './sdn-file.ts';

const MEGABYTES = 200;

/** `head`, then `piece(n)` again and again until there is enough, then `tail`. */
async function* repeated(
  piece: (n: number) => string,
  head = '',
  tail = '',
  megabytes = MEGABYTES,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  for (let sent = 0, n = 0; sent < megabytes * 1024 * 1024;) {
    let chunk = '';
    while (chunk.length < 65_536) chunk += piece(n++);
    const bytes = Buffer.from(chunk);
    sent += bytes.length;
    yield bytes;
  }
  yield Buffer.from(tail);
}

/** An archive of such files, each packed as it comes: nobody holds one whole. */
function zipFile(files: Record<string, AsyncIterable<Uint8Array>>): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files))
    zip.addReadStream(Readable.from(bytes), name, { compressionLevel: 1 });
  zip.end();
  return zip.outputStream as AsyncIterable<Uint8Array>;
}

const UN = '<CONSOLIDATED_LIST dateGenerated="2024-01-01T00:00:00Z"><INDIVIDUALS></INDIVIDUALS><ENTITIES>';
const UN_END = '</ENTITIES></CONSOLIDATED_LIST>';
const remark = 'An invented remark of the length that such remarks have. '.repeat(6);
const unEntry = (n: number) =>
  `<ENTITY><DATAID>${n}</DATAID><FIRST_NAME>House ${n}</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDe.${n}</REFERENCE_NUMBER><COMMENTS1>${remark}</COMMENTS1></ENTITY>\n`;
const alias = (n: number) => `<ENTITY_ALIAS><ALIAS_NAME>House ${n}</ALIAS_NAME></ENTITY_ALIAS>`;
const [sdnRow] = sdnFile(1).toString().split('\r\n');
const sdnRows = (n: number) => `${1_000 + n}${sdnRow!.slice(4)}\r\n`;

// Such characters take two bytes in memory too, and one of them makes its whole surroundings do so.
const inTwoScripts = (n: number) => unEntry(n).replace('<COMMENTS1>', `<COMMENTS1>Имя ${'и прежнее имя '.repeat(100)}`);
const party = (words: number) => (n: number) =>
  `{"id":"xx-${n}","schema":"Person","properties":{"name":["Имя ${n}"],"notes":["${'прежнее '.repeat(words)}"],"topics":["sanction"]}}\n`;

// Of those that are not rejected, the largest: what is kept of them stays just below the bound.
const wordyEntry = (n: number) => unEntry(n).replace('<COMMENTS1>', `<COMMENTS1>${remark.repeat(40)}`);
const { head: ENHANCED, entry: enhancedEntry, tail: ENHANCED_END } = SDN_ENHANCED;

interface Large {
  list: string;
  bytes: () => AsyncIterable<Uint8Array>;
}

/** What a process may be given by mistake or by malice. Made as it is read, so that nothing of it is held here. */
export const LARGE_INPUTS = {
  'entries of XML': { list: 'un-sc', bytes: () => repeated(unEntry, UN, UN_END) },
  'one entry of XML': { list: 'un-sc', bytes: () => repeated(alias, `${UN}<ENTITY>`, `</ENTITY>${UN_END}`) },
  'one text of XML': { list: 'un-sc', bytes: () => repeated(() => 'word ', `${UN}<ENTITY><FIRST_NAME>`) },
  'elements of XML': { list: 'un-sc', bytes: () => repeated(() => '<ENTITY/>', UN, UN_END) },
  'gzip of XML': {
    list: 'un-sc',
    bytes: () => Readable.from(repeated(unEntry, UN, UN_END)).pipe(createGzip({ level: 1 })),
  },
  'entries of XML in two scripts': { list: 'un-sc', bytes: () => repeated(inTwoScripts, UN, UN_END) },
  'believed entries of XML': { list: 'un-sc', bytes: () => repeated(unEntry, UN, UN_END, 29) },
  'believed entries of XML with long remarks': { list: 'un-sc', bytes: () => repeated(wordyEntry, UN, UN_END, 175) },
  'believed entries of enhanced XML': {
    list: 'us-ofac-sdn',
    bytes: () => repeated(enhancedEntry, ENHANCED, ENHANCED_END, 110),
  },
  'believed rows of CSV': { list: 'us-ofac-sdn', bytes: () => repeated(sdnRows, '', '', 10) },
  'believed entities of FollowTheMoney': { list: 'xx-ftm', bytes: () => repeated(party(200), '', '', 94) },
  'elements of XML, each of another name': { list: 'un-sc', bytes: () => repeated((n) => `<a${n}/>`, UN, UN_END) },
  'comments of XML': { list: 'un-sc', bytes: () => repeated(() => '<!-- and so on -->\n', UN, UN_END) },
  'rows of CSV': { list: 'us-ofac-sdn', bytes: () => repeated(sdnRows) },
  'one row of CSV': { list: 'us-ofac-sdn', bytes: () => repeated(() => 'word ', `${sdnRow!}\r\n2000,"`) },
  'tiny rows of CSV': { list: 'us-ofac-sdn', bytes: () => repeated(() => '1\r\n', `${sdnRow!}\r\n`) },
  'rows of CSV in an archive': {
    list: 'us-ofac-sdn',
    bytes: () => zipFile({ 'sdn.csv': repeated(sdnRows), 'alt.csv': repeated(() => '1,1,"aka","X",-0- \r\n') }),
  },
  'entities of FollowTheMoney': { list: 'xx-ftm', bytes: () => repeated(party(200)) },
  'small entities of FollowTheMoney': { list: 'xx-ftm', bytes: () => repeated(party(0)) },
  'an archive': { list: 'us-ofac-sdn', bytes: () => repeated(() => '\0\u0001\u0002', 'PK\u0003\u0004') },
  garbage: { list: 'us-ofac-sdn', bytes: () => repeated((n) => String.fromCharCode(33 + ((n * 7) % 90))) },
} as const satisfies Record<string, Large>;
export type LargeInput = keyof typeof LARGE_INPUTS;
