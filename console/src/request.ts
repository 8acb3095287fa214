/** Turn the fields of a form into a request, send it, and read the answer. */
import { call, errorOf, keep } from './api';
import type { Entry, Input, Result, ServerEvent, Values } from './types';

export type Inputs = Record<string, Input[]>;

export interface Call {
  method: string;
  address: string;
  headers: Record<string, string>;
  json?: Values;
  fields?: [string, string][];
  uploads?: [string, File][];
  streams: boolean;
}

/** What is sent: JSON, or a form where a file of this browser goes along. */
export function describe(entry: Entry, values: Values, inputs: Inputs): Call {
  const rest: Values = { ...values };
  let address = entry.path;
  const asked = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const one of entry.parameters) {
    const value = rest[one.name];
    if (one.in === 'path') {
      address = address.replace(`{${one.name}}`, value === undefined ? `{${one.name}}` : encodeURIComponent(String(value)));
      delete rest[one.name];
    } else if (one.in === 'header') {
      if (value !== undefined) headers[one.name] = String(value);
      delete rest[one.name];
    } else if (one.in === 'query' && value !== undefined && !isBodyField(entry, one.name)) {
      for (const part of Array.isArray(value) ? value : [value]) asked.append(one.name, String(part));
      delete rest[one.name];
    }
  }
  const search = asked.toString();
  if (search) address += `?${search}`;
  const streams = entry.gives === 'events' || (entry.gives === 'json or events' && values['stream'] === true);
  const call: Call = { method: entry.method, address, headers, streams };
  const uploads = Object.entries(inputs).flatMap(([name, list]) =>
    list.flatMap((one): [string, File][] => (one.kind === 'local' ? [[name, one.file]] : [])),
  );
  if (uploads.length && entry.form) return { ...call, uploads, fields: Object.entries(rest).map(([name, value]) => [name, text(value)]) };
  for (const file of entry.files) {
    const given = (inputs[file.name] ?? []).flatMap((one): Values[] => (one.kind === 'url' ? [{ url: one.url }] : one.kind === 'kept' ? [{ file_id: one.id }] : []));
    if (given.length) rest[file.name] = file.several ? given : given[0];
  }
  return entry.schema ? { ...call, json: rest } : call;
}

const isBodyField = (entry: Entry, name: string): boolean => {
  const reference = entry.schema?.$ref;
  const body = reference ? entry.schemas[reference.slice(reference.lastIndexOf('/') + 1)] : entry.schema;
  return !!body?.properties?.[name];
};

const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Fields of the address that have no value: without them there is nothing to call. */
export const missingOf = (entry: Entry, values: Values): string[] =>
  entry.parameters.filter((one) => one.in === 'path' && (values[one.name] === undefined || values[one.name] === '')).map((one) => one.name);

export async function run(entry: Entry, values: Values, inputs: Inputs, stop: AbortSignal, news: (events: ServerEvent[]) => void): Promise<Result> {
  const call = describe(entry, values, await together(entry, inputs));
  const started = performance.now();
  const answer = await send(call, stop);
  const result = await read(answer, news);
  return { ...result, milliseconds: Math.round(performance.now() - started) };
}

/** A form carries uploads only: where files are given in both ways, the local ones are kept first. */
async function together(entry: Entry, inputs: Inputs): Promise<Inputs> {
  const all = Object.values(inputs).flat();
  const mixed = all.some((one) => one.kind === 'local') && all.some((one) => one.kind !== 'local');
  if (!mixed || !entry.form) return inputs;
  const kept = async (one: Input): Promise<Input> => {
    if (one.kind !== 'local') return one;
    const file = await keep(one.file, one.file.name);
    return { kind: 'kept', id: file.file_id, name: file.name, bytes: file.bytes };
  };
  const pairs = Object.entries(inputs).map(async ([name, list]) => [name, await Promise.all(list.map(kept))] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

function send(request: Call, signal: AbortSignal): Promise<Response> {
  const headers = { ...request.headers };
  if (request.streams) headers['Accept'] = 'text/event-stream';
  const options: RequestInit = { method: request.method, headers, signal };
  if (request.uploads) {
    const form = new FormData();
    for (const [name, value] of request.fields ?? []) form.append(name, value);
    for (const [name, file] of request.uploads) form.append(name, file, file.name);
    options.body = form;
  } else if (request.json) {
    headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(request.json);
  }
  return call(request.address, options);
}

const LARGEST_TREE = 2 << 20;

async function read(answer: Response, news: (events: ServerEvent[]) => void): Promise<Result> {
  const mediaType = answer.headers.get('Content-Type') ?? '';
  const result: Result = {
    status: answer.status,
    milliseconds: 0,
    requestId: answer.headers.get('X-Request-ID') ?? '',
    cache: answer.headers.get('X-Cache'),
    kind: 'nothing',
    mediaType,
  };
  if (!answer.ok) {
    const seconds = Number(answer.headers.get('Retry-After') ?? answer.headers.get('RateLimit-Reset') ?? 0);
    const retryAt = answer.status === 429 || answer.status === 503 ? Date.now() + Math.max(seconds, 1) * 1000 : undefined;
    return { ...result, kind: 'error', error: await errorOf(answer), ...(retryAt ? { retryAt } : {}) };
  }
  if (mediaType.startsWith('text/event-stream')) return { ...result, kind: 'events', events: await events(answer, news) };
  const disposition = answer.headers.get('Content-Disposition');
  if (mediaType.startsWith('application/json') && !disposition) return { ...result, kind: 'json', json: await answer.json() };
  const blob = await answer.blob();
  if (!blob.size && answer.status === 204) return result;
  const report = answer.headers.get('X-Report');
  const json = mediaType.startsWith('application/json') && blob.size < LARGEST_TREE ? { json: parsed(await blob.text()) } : {};
  return { ...result, ...json, kind: 'file', blob, name: nameIn(disposition), ...(report ? { report: parsed(report) } : {}) };
}

async function events(answer: Response, news: (events: ServerEvent[]) => void): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  if (!answer.body) return found;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    buffer += value ?? '';
    const frames = buffer.split('\n\n');
    buffer = frames.pop() ?? '';
    for (const frame of frames) {
      const lines = frame.split('\n');
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (!data.length) continue;
      const name = lines.find((line) => line.startsWith('event:'))?.slice(6).trim() ?? 'message';
      found.push({ name, data: parsed(data.join('\n')) });
    }
    if (frames.length) news([...found]);
    if (done) return found;
  }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function nameIn(disposition: string | null): string {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  return encoded ? decodeURIComponent(encoded) : (disposition?.match(/filename="?([^";]+)"?/)?.[1] ?? 'result');
}

/** The example of the declaration: its values, and its files as files of this browser. */
export function exampleOf(entry: Entry): { values: Values; inputs: Inputs } {
  const values: Values = structuredClone(entry.example ?? {});
  const inputs: Inputs = {};
  for (const field of entry.files) {
    const given = values[field.name];
    delete values[field.name];
    const list = (Array.isArray(given) ? given : given ? [given] : []) as (string | Record<string, string>)[];
    const found = list.map((one, at) => fileOf(typeof one === 'string' ? { base64: one } : one, at)).filter((one) => one !== null);
    if (found.length) inputs[field.name] = found;
  }
  return { values, inputs };
}

function fileOf(given: Record<string, string>, at: number): Input | null {
  if (given['url']) return { kind: 'url', url: given['url'] };
  if (given['file_id']) return { kind: 'kept', id: given['file_id'], name: given['file_id'] };
  if (!given['base64']) return null;
  const bytes = Uint8Array.from(atob(given['base64']), (letter) => letter.charCodeAt(0));
  const kind = sniff(bytes);
  const name = given['name'] ?? `example-${at + 1}.${kind.extension}`;
  return { kind: 'local', file: new File([bytes], name, { type: given['media_type'] ?? kind.mediaType }) };
}

function sniff(bytes: Uint8Array): { extension: string; mediaType: string } {
  const head = String.fromCharCode(...bytes.slice(0, 12));
  if (head.startsWith('\x89PNG')) return { extension: 'png', mediaType: 'image/png' };
  if (head.startsWith('\xff\xd8')) return { extension: 'jpg', mediaType: 'image/jpeg' };
  if (head.startsWith('GIF8')) return { extension: 'gif', mediaType: 'image/gif' };
  if (head.slice(8) === 'WEBP') return { extension: 'webp', mediaType: 'image/webp' };
  if (head.startsWith('RIFF') && head.slice(8) === 'WAVE') return { extension: 'wav', mediaType: 'audio/wav' };
  if (head.startsWith('ID3') || head.startsWith('\xff\xfb')) return { extension: 'mp3', mediaType: 'audio/mpeg' };
  if (head.startsWith('OggS')) return { extension: 'ogg', mediaType: 'audio/ogg' };
  if (head.startsWith('%PDF')) return { extension: 'pdf', mediaType: 'application/pdf' };
  if (head.startsWith('PK')) return { extension: 'zip', mediaType: 'application/zip' };
  return { extension: 'txt', mediaType: 'text/plain' };
}
