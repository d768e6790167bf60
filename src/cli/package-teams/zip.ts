import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive. Its name has no folder above the archive's root. */
export interface ZipEntry {
  name: string;
  content: Buffer;
}

/** Names are UTF-8. */
const flags = 0x0800;
const deflated = 8;
const version = 20;
/** 1 January 1980, so that the same files give the same archive. */
const date = 0x0021;

/** A zip archive. Source: PKWARE APPNOTE 6.3, 4.3 "General format of a .ZIP file", without its 64-bit extensions. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const compressed = deflateRawSync(content);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(version, 0);
    about.writeUInt16LE(flags, 2);
    about.writeUInt16LE(deflated, 4);
    about.writeUInt16LE(date, 8);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(compressed.length, 14);
    about.writeUInt32LE(content.length, 18);
    about.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([signature('PK\u0003\u0004'), about, nameBytes, compressed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(version, 0);
    directory.push(Buffer.concat([signature('PK\u0001\u0002'), made, about, rest, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, signature('PK\u0005\u0006'), end]);
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
