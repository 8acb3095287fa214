/** Read the files of a ZIP archive. FlowForge makes such archives itself, so that neither encryption nor ZIP64 occurs. */

export interface Packed {
  name: string;
  bytes: number;
  open: () => Promise<Blob>;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const TYPES: Record<string, string> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif', avif: 'image/avif', svg: 'image/svg+xml',
  pdf: 'application/pdf', txt: 'text/plain', md: 'text/markdown', csv: 'text/csv', json: 'application/json', html: 'text/html', xml: 'application/xml',
};

export async function filesOfZip(archive: Blob): Promise<Packed[]> {
  const tail = await view(archive, Math.max(0, archive.size - END_BYTES - LONGEST_COMMENT), archive.size);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error('it is no ZIP archive');
  const start = tail.getUint32(end + 16, true);
  const list = await view(archive, start, start + tail.getUint32(end + 12, true));
  const found: Packed[] = [];
  for (let at = 0; at + ENTRY_BYTES <= list.byteLength && list.getUint32(at, true) === ENTRY; ) {
    const length = (offset: number) => list.getUint16(at + offset, true);
    const name = new TextDecoder().decode(new Uint8Array(list.buffer, at + ENTRY_BYTES, length(28)));
    const [method, packed, bytes, local] = [length(10), list.getUint32(at + 20, true), list.getUint32(at + 24, true), list.getUint32(at + 42, true)];
    if (!name.endsWith('/')) found.push({ name, bytes, open: () => unpack(archive, name, method, packed, local) });
    at += ENTRY_BYTES + length(28) + length(30) + length(32);
  }
  return found;
}

async function unpack(archive: Blob, name: string, method: number, packed: number, local: number): Promise<Blob> {
  const head = await view(archive, local, local + LOCAL_BYTES);
  const start = local + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  const content = archive.slice(start, start + packed);
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
  if (method === STORED) return content.slice(0, content.size, type);
  const bytes = await new Response(content.stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();
  return new Blob([bytes], { type });
}

async function view(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}
