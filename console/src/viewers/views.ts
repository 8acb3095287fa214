/** Which views a result has, by its type and by what it holds. */
import type { Entry, Result } from '../types';
import { boxesIn, type Box } from './boxes-in';

export type View = 'compare' | 'picture' | 'pdf' | 'audio' | 'page' | 'text' | 'boxes' | 'table' | 'plot' | 'map' | 'stream' | 'files' | 'tree' | 'bytes' | 'nothing';

const NAMES: Record<View, string> = {
  compare: 'Compare',
  picture: 'Result',
  pdf: 'Pages',
  audio: 'Listen',
  page: 'Preview',
  text: 'Text',
  boxes: 'Boxes',
  table: 'Table',
  plot: 'Plot',
  map: 'Map',
  stream: 'Stream',
  files: 'Files',
  tree: 'JSON',
  bytes: 'Bytes',
  nothing: 'Done',
};
export const viewName = (view: View): string => NAMES[view];

const TEXT = /^(text\/|application\/(xml|yaml|x-ndjson|toml|pem|x-pem|jwt|sql))|\+xml/;

export function viewsOf(entry: Entry, result: Result, picture: File | null): View[] {
  if (result.kind === 'json') return jsonViews(result.json, picture);
  if (result.kind === 'events') return ['stream', 'tree'];
  if (result.kind !== 'file') return ['nothing'];
  const kind = (result.mediaType ?? '').split(';')[0] ?? '';
  const rest: View[] = result.report !== undefined ? ['tree', 'bytes'] : ['bytes'];
  if (kind.startsWith('image/')) return picture && entry.service === 'image' ? ['compare', 'picture', ...rest] : ['picture', ...rest];
  if (kind === 'application/pdf') return ['pdf', ...rest];
  if (kind.startsWith('audio/')) return ['audio', ...rest];
  if (kind === 'text/html') return ['page', 'text', ...rest];
  if (kind === 'text/csv' || kind === 'text/tab-separated-values') return ['table', 'text', ...rest];
  if (kind === 'application/json') return ['text', ...rest];
  if (TEXT.test(kind)) return ['text', ...rest];
  return rest;
}

function jsonViews(json: unknown, picture: File | null): View[] {
  const views: View[] = [];
  if (picture && boxesIn(json).length) views.push('boxes');
  if (filesIn(json).length) views.push('files');
  if (textIn(json) !== null) views.push('text');
  if (vectorsIn(json)) views.push('map');
  const [series, tables] = [seriesIn(json), tablesIn(json)];
  const isLine = series.some((one) => !tables.some((table) => table.rows.length === one.values.length && one.name in (table.rows[0] ?? {})));
  const found: View[] = [...(tables.length ? (['table'] as const) : []), ...(series.length && !views.includes('map') ? (['plot'] as const) : [])];
  return [...views, ...(isLine ? found.reverse() : found), 'tree'];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface FoundFile {
  name: string;
  media_type: string;
  base64: string;
}

export function filesIn(json: unknown): FoundFile[] {
  if (Array.isArray(json)) return json.flatMap(filesIn);
  if (!isObject(json)) return [];
  if (typeof json['base64'] === 'string' && typeof json['media_type'] === 'string') return [json as unknown as FoundFile];
  return Object.values(json).flatMap(filesIn);
}

/** The one long text of an answer. */
export function textIn(json: unknown): string | null {
  if (!isObject(json)) return null;
  const chat = (json['choices'] as { message?: { content?: string } }[] | undefined)?.[0]?.message?.content;
  if (typeof chat === 'string') return chat;
  for (const name of ['text', 'content', 'markdown', 'summary', 'translation', 'answer', 'output', 'result', 'title', 'html']) {
    const value = json[name];
    if (typeof value === 'string' && value.length > 30) return value;
  }
  return null;
}

export interface FoundTable {
  name: string;
  rows: Record<string, unknown>[];
}

export function tablesIn(json: unknown, name = 'result', depth = 0): FoundTable[] {
  if (depth > 3) return [];
  if (Array.isArray(json)) {
    const rows = json.filter(isObject);
    if (rows.length && rows.length === json.length) return [{ name, rows }];
    const lists = json.filter(Array.isArray) as unknown[][];
    if (lists.length && lists.length === json.length && lists.every((one) => one.length < 200)) {
      return [{ name, rows: lists.map((list) => Object.fromEntries(list.map((value, at) => [String(at + 1), value]))) }];
    }
    return [];
  }
  return isObject(json) ? Object.entries(json).flatMap(([key, value]) => tablesIn(value, key, depth + 1)) : [];
}

export interface Series {
  name: string;
  values: (number | null)[];
}

const MOST_POINTS = 20_000;

/** Numbers, with gaps where there is none. */
const isSeries = (list: unknown[]): list is (number | null)[] =>
  list.every((one) => typeof one === 'number' || one === null) && list.some((one) => typeof one === 'number');

export function seriesIn(json: unknown, name = '', depth = 0): Series[] {
  if (depth > 3) return [];
  if (Array.isArray(json)) {
    if (json.length >= 3 && json.length <= MOST_POINTS && isSeries(json)) return [{ name: name || 'values', values: json }];
    if (json.length >= 4 && json.every(isObject)) return columns(json as Record<string, unknown>[]);
    return [];
  }
  return isObject(json) ? Object.entries(json).flatMap(([key, value]) => seriesIn(value, key, depth + 1)).slice(0, 8) : [];
}

function columns(rows: Record<string, unknown>[]): Series[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.every((row) => typeof row[name] === 'number'));
  return names.map((name) => ({ name, values: rows.map((row) => row[name] as number) }));
}

/** Vectors of an answer, or the points to which it reduced them; two numbers each at the least. */
export function vectorsIn(json: unknown): number[][] | null {
  if (!isObject(json)) return null;
  const named = (json['embeddings'] ?? json['vectors'] ?? json['coordinates']) as unknown;
  const data = named ?? json['data'];
  if (!Array.isArray(data)) return null;
  const vectors = data.map((one) => (isObject(one) ? (one['embedding'] ?? one['vector']) : one));
  const least = named ? 2 : 9; // rows of numbers are no vectors
  const fine = vectors.length > 1 && vectors.every((one) => Array.isArray(one) && one.length >= least && typeof one[0] === 'number');
  return fine ? (vectors as number[][]) : null;
}

export type { Box };
