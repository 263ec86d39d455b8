import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import type { Limits } from '../limits.ts';
import type { PublishedFile } from '../list-source.ts';
import { publishedFile } from './published-file.ts';
import { PublicationRejected } from './rejection.ts';

/** Whether the bytes begin as an archive does, an empty one included. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/**
 * The files of an archive. Its directory stands at the end, so it is held whole, within a limit; its members are
 * expanded as they are read. Nothing is ever written, so that no name can point anywhere. Throws PublicationRejected.
 */
export async function openZip(
  chunks: AsyncIterable<Uint8Array>,
  limits: Pick<Limits, 'bytes' | 'archiveBytes' | 'files'>,
): Promise<PublishedFile[]> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    if ((length += chunk.length) > limits.archiveBytes)
      throw new PublicationRejected(
        'too-large',
        `The archive has more than ${limits.archiveBytes} bytes. Unpack it first`,
      );
    held.push(chunk);
  }
  const archive = await opened(Buffer.concat(held));
  const entries = (await entriesOf(archive, limits)).filter(({ fileName }) => !fileName.endsWith('/'));
  if (entries.length === 0) throw new PublicationRejected('empty', 'The archive has no files. Fetch it again');
  return Promise.all(entries.map((entry) => publishedFile(baseName(entry.fileName), contentOf(archive, entry))));
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

const opened = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, archive) =>
      error ? reject(damaged(error)) : resolve(archive),
    ),
  );

function entriesOf(archive: ZipFile, { files, bytes }: Pick<Limits, 'bytes' | 'files'>): Promise<Entry[]> {
  if (archive.entryCount > files)
    throw new PublicationRejected(
      'too-many-files',
      `The archive has ${archive.entryCount} files; a list has at most ${files}. Take the authority's own archive`,
    );
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    let size = 0;
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      size += entry.uncompressedSize;
      if (entry.isEncrypted())
        return reject(new PublicationRejected('malformed-zip', `${named(entry)} is encrypted. Unpack it first`));
      if (size > bytes)
        return reject(new PublicationRejected('too-large', `The archive has more than ${bytes} bytes when expanded`));
      archive.readEntry();
    });
    archive.on('end', () => resolve(entries));
    archive.on('error', (error: Error) => reject(damaged(error)));
    archive.readEntry();
  });
}

/** The size that the directory gives is checked while reading: more or fewer bytes are an error of the archive's. */
async function* contentOf(archive: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    const stream = await new Promise<AsyncIterable<Uint8Array>>((resolve, reject) =>
      archive.openReadStream(entry, (error, content) => (error ? reject(error) : resolve(content))),
    );
    yield* stream;
  } catch (error) {
    throw damaged(error as Error);
  }
}

const named = (entry: Entry) => JSON.stringify(entry.fileName.slice(0, 80));

const damaged = ({ message }: Error) =>
  new PublicationRejected('malformed-zip', `The archive is cut off or damaged (${message}). Fetch it again`);
