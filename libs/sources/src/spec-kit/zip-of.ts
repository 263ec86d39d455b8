import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** An archive of such files. */
export function zipOf(files: Record<string, string | Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

const DIRECTORY_ENTRY = 'PK\u0001\u0002';
const END_OF_DIRECTORY = 'PK\u0005\u0006';

/** What no writer writes: an archive that lies about its files. */
export interface Lie {
  /** The size of every file when it is expanded. */
  size?: number;
  /** The number of files. */
  count?: number;
  /** Names by the names that they take the place of, each as long as the other. */
  names?: Record<string, string>;
}

/** The archive with lies in its directory. */
export function lying(archive: Buffer, { size, count, names = {} }: Lie): Buffer {
  for (let at = archive.indexOf(DIRECTORY_ENTRY); at >= 0; at = archive.indexOf(DIRECTORY_ENTRY, at + 1)) {
    if (size !== undefined) archive.writeUInt32LE(size, at + 24);
    for (const [name, other] of Object.entries(names))
      if (archive.indexOf(name, at + 46) === at + 46) archive.write(other, at + 46);
  }
  const end = archive.lastIndexOf(END_OF_DIRECTORY);
  if (count !== undefined) archive.writeUInt16LE(count, end + 10);
  return archive;
}
