/** Calls of the platform. The key travels as a header, to this origin alone. */
import { catalog, key, limit, me, setKey, unreachable } from './store';
import type { Catalog, Entry, ErrorBody } from './types';
import { LARGE, uploadInPieces } from './uploads';

const LOOK_AGAIN = 4000;
const entries = new Map<string, Promise<Entry>>();

export async function loadCatalog(): Promise<void> {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await fetch('/console/catalog.json');
      if (answer.ok) {
        const found = (await answer.json()) as Catalog;
        if (found.version !== catalog.value?.version || found.away.length !== catalog.value.away.length) catalog.value = found;
        unreachable.value = false;
        if (!found.away.length) return;
        wait = LOOK_AGAIN; // a service is away: it appears when it answers
      }
    } catch {
      // the platform is starting, or gone: asked again below
    }
    if (!catalog.value) unreachable.value = true;
    await new Promise((done) => setTimeout(done, wait));
  }
}

export function loadEntry(id: string): Promise<Entry> {
  const version = catalog.value?.version ?? '';
  const address = `/console/ops/${encodeURIComponent(id)}.json?v=${version}`;
  let found = entries.get(address);
  if (!found) {
    found = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`There is no operation ${id}.`);
      return answer.json() as Promise<Entry>;
    });
    found.catch(() => entries.delete(address));
    entries.set(address, found);
  }
  return found;
}

export async function call(address: string, options: RequestInit = {}, credential = key.value): Promise<Response> {
  const headers = new Headers(options.headers);
  if (credential) headers.set('X-API-Key', credential);
  const answer = await fetch(address, { ...options, headers, credentials: 'omit', cache: 'no-store', redirect: 'error' });
  noteLimit(answer);
  return answer;
}

function noteLimit(answer: Response): void {
  const most = Number(answer.headers.get('RateLimit-Limit'));
  if (!most) return;
  const seconds = Number(answer.headers.get('RateLimit-Reset') ?? 60);
  const left = Number(answer.headers.get('RateLimit-Remaining') ?? 0);
  limit.value = { limit: most, left, resetsAt: Date.now() + seconds * 1000 };
}

/** Ask who the key belongs to. Returns what is wrong with it, or nothing. */
export async function checkKey(candidate: string): Promise<string | null> {
  try {
    const answer = await call('/api/v1/portal/me', {}, candidate);
    if (answer.ok) {
      me.value = (await answer.json()) as { name: string; tier: string };
      setKey(candidate);
      return null;
    }
    if (answer.status === 403) {
      // valid, but for some services only
      me.value = { name: 'limited key', tier: 'limited' };
      setKey(candidate);
      return null;
    }
    return (await errorOf(answer)).message;
  } catch {
    return 'FlowForge does not answer. Check that it is running.';
  }
}

export async function errorOf(answer: Response): Promise<ErrorBody> {
  const unknown = { code: `HTTP_${answer.status}`, details: [], requestId: answer.headers.get('X-Request-ID') ?? '', retryable: answer.status >= 500 };
  try {
    const body = (await answer.json()) as { error?: Partial<ErrorBody> };
    const error = body.error ?? {};
    return { ...unknown, message: `The answer was ${answer.status}.`, ...error, details: error.details ?? [] };
  } catch {
    return { ...unknown, message: `The answer was ${answer.status} without an explanation.` };
  }
}

export interface KeptFile {
  file_id: string;
  name: string;
  media_type: string;
  bytes: number;
  expires_at: string;
  url?: string;
}

/** Keep a file in the files service, and return its id. */
export async function keep(file: File | Blob, name: string): Promise<KeptFile> {
  if (file.size > LARGE) return described(await uploadInPieces(file, name));
  const form = new FormData();
  form.append('file', file, name);
  const answer = await call('/api/v1/files', { method: 'POST', body: form });
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as KeptFile;
}

async function described(id: string): Promise<KeptFile> {
  const answer = await call(`/api/v1/files/${id}`);
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as KeptFile;
}
