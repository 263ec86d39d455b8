import { crc32, deflateRawSync } from 'node:zlib';

interface ZipOptions {
  /** What the directory says the files' sizes are, for archives that lie. */
  size?: number;
}

/** An archive of such files, for specs: there is no writer among the libraries, and hostile ones must be made by hand. */
export function zipOf(files: Record<string, string | Uint8Array>, { size }: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    directory.push(Buffer.concat([directoryEntry(common, offset), Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  // The field has room for 65,535; what is more is lost, as it is in such archives.
  const count = Object.keys(files).length & 0xffff;
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listing, end]);
}

function directoryEntry(common: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.write('PK\u0001\u0002');
  entry.writeUInt16LE(20, 4);
  common.copy(entry, 6, 0, 24);
  entry.writeUInt32LE(offset, 42);
  return entry;
}
