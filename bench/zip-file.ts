import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

type Bytes = AsyncIterable<Uint8Array>;

interface Member {
  name: string;
  crc: number;
  size: number;
  packed: number;
  offset: number;
}

/** An archive of such files, each packed as it comes: nobody holds one whole. */
export async function* zipFile(files: Record<string, Bytes>): AsyncGenerator<Uint8Array> {
  const members: Member[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const member: Member = { name, crc: 0, size: 0, packed: 0, offset };
    members.push(member);
    yield header('PK\u0003\u0004', name, 30, 8);
    for await (const piece of packed(bytes, member)) {
      member.packed += piece.length;
      yield piece;
    }
    offset += 30 + name.length + member.packed;
  }
  const directory = Buffer.concat(members.map(inDirectory));
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  yield directory;
  yield end;
}

function packed(bytes: Bytes, member: Member): Bytes {
  async function* counted() {
    for await (const piece of bytes) {
      member.crc = crc32(piece, member.crc);
      member.size += piece.length;
      yield piece;
    }
  }
  return Readable.from(counted()).pipe(createDeflateRaw({ level: 1 }));
}

/** What a file's own header and its line in the directory have in common: packed by method 8, sizes in the directory. */
function header(signature: string, name: string, length: number, method: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(signature);
  bytes.writeUInt16LE(8, method);
  bytes.writeUInt16LE(name.length, method + 18);
  return Buffer.concat([bytes, Buffer.from(name)]);
}

function inDirectory({ name, crc, size, packed: length, offset }: Member): Buffer {
  const bytes = header('PK\u0001\u0002', name, 46, 10);
  bytes.writeUInt32LE(crc, 16);
  bytes.writeUInt32LE(length, 20);
  bytes.writeUInt32LE(size, 24);
  bytes.writeUInt32LE(offset, 42);
  return bytes;
}
