/** Large files are uploaded in pieces, by the tus protocol: a lost piece is sent again, not the whole file. */
import { call, errorOf } from './api';
import { said } from './store';

/** Files above this size go in pieces. */
export const LARGE = 32 << 20;
const PIECE = 8 << 20;
const TRIES = 4;
const TUS = { 'Tus-Resumable': '1.0.0' };

/** Upload a file and return its id. */
export async function uploadInPieces(file: Blob, name: string): Promise<string> {
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(name)));
  const headers = { ...TUS, 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${encoded}` };
  const created = await call('/api/v1/files/uploads', { method: 'POST', headers });
  if (!created.ok) throw await errorOf(created);
  const address = new URL(created.headers.get('Location')!, location.href).pathname;
  for (let offset = 0, tries = 0; ; ) {
    const sent = await send(address, file, offset);
    if (sent?.ok) {
      offset = Number(sent.headers.get('Upload-Offset'));
      tries = 0;
      said.value = `${name}: ${Math.floor((100 * offset) / file.size)} % uploaded`;
      if (offset >= file.size) return sent.headers.get('File-Id')!;
    } else {
      tries += 1;
      if (tries >= TRIES) throw sent ? await errorOf(sent) : { message: `${name} could not be uploaded: the connection was lost.` };
      await new Promise((done) => setTimeout(done, 1000 * tries));
      offset = await offsetOf(address, offset);
    }
  }
}

async function send(address: string, file: Blob, offset: number): Promise<Response | null> {
  const headers = { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
  return call(address, { method: 'PATCH', headers, body: file.slice(offset, offset + PIECE) }).catch(() => null);
}

async function offsetOf(address: string, known: number): Promise<number> {
  const answer = await call(address, { method: 'HEAD', headers: TUS }).catch(() => null);
  return answer?.ok ? Number(answer.headers.get('Upload-Offset')) : known;
}
