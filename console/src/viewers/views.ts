/** Which views a result has, by its type and by what it holds. */
import type { Entry, Result, Values } from '../types';
import { singular } from '../words';
import { boxesIn } from './boxes-in';
import { marksIn, pairIn } from './pairs';

export type View = 'compare' | 'picture' | 'pdf' | 'pages' | 'audio' | 'archive' | 'formula' | 'changes' | 'marks' | 'page' | 'text' | 'boxes' | 'table' | 'plot' | 'map' | 'stream' | 'files' | 'tree' | 'report' | 'bytes' | 'nothing';

const NAMES: Record<View, string> = {
  compare: 'Compare',
  picture: 'Result',
  pdf: 'Pages',
  pages: 'Before and after',
  audio: 'Listen',
  archive: 'Files',
  formula: 'Formula',
  changes: 'Changes',
  marks: 'Marked',
  page: 'Preview',
  text: 'Text',
  boxes: 'Boxes',
  table: 'Table',
  plot: 'Plot',
  map: 'Map',
  stream: 'Stream',
  files: 'Files',
  tree: 'JSON',
  report: 'Report',
  bytes: 'Bytes',
  nothing: 'Done',
};
export const viewName = (view: View): string => NAMES[view];

const TEXT = /^(text\/|application\/(xml|yaml|x-ndjson|toml|pem|x-pem|jwt|sql))|\+xml/;

/** What a call was made of, as far as a browser has it: its values, and its file. */
export interface Sent {
  values: Values;
  source: File | null;
}

const isPicture = (file: File | null): boolean => !!file?.type.startsWith('image/');
const isPdf = (file: File | null): boolean => file?.type === 'application/pdf';
const isSound = (file: File | null): boolean => !!file && /^(audio|video)\//.test(file.type);

export function viewsOf(entry: Entry, result: Result, sent: Sent): View[] {
  if (result.kind === 'json') return jsonViews(result.json, sent);
  if (result.kind === 'events') return ['stream', 'tree'];
  if (result.kind !== 'file') return ['nothing'];
  return [...fileViews(entry, result, sent.source), ...(result.report !== undefined ? (['report'] as const) : []), 'bytes'];
}

function fileViews(entry: Entry, result: Result, source: File | null): View[] {
  const kind = (result.mediaType ?? '').split(';')[0] ?? '';
  if (kind.startsWith('image/')) return isPicture(source) && entry.service === 'image' ? ['compare', 'picture'] : ['picture'];
  if (kind === 'application/pdf' && isPdf(source)) return boxesIn(result.report).length ? ['pdf', 'boxes', 'pages'] : ['pdf', 'pages'];
  if (kind === 'application/pdf') return ['pdf'];
  if (kind === 'application/zip') return ['archive'];
  if (kind.startsWith('audio/')) return ['audio'];
  if (kind === 'text/html') return ['page', 'text'];
  if (kind === 'text/csv' || kind === 'text/tab-separated-values') return ['table', 'text'];
  if (result.json !== undefined) return [...(tablesIn(result.json).length ? (['table'] as const) : []), 'tree', 'text'];
  return kind === 'application/json' || TEXT.test(kind) ? ['text'] : [];
}

function jsonViews(json: unknown, { values, source }: Sent): View[] {
  const views: View[] = [];
  if ((isPicture(source) || isPdf(source)) && boxesIn(json).length) views.push('boxes');
  if (isSound(source)) views.push('audio');
  if (filesIn(json).length) views.push('files');
  if (formulasIn(json).length) views.push('formula');
  if (marksIn(json, values)) views.push('marks');
  if (textIn(json) !== null) views.push('text');
  if (pairIn(json, values)) views.push('changes');
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

export interface FoundFormula {
  name: string;
  latex: string;
}

/** Every formula of an answer, named by where it stands. */
export function formulasIn(json: unknown, name = '', depth = 0): FoundFormula[] {
  if (depth > 8) return [];
  if (Array.isArray(json)) return json.flatMap((one, at) => formulasIn(one, named(one) || json.length < 2 ? name : `${name} ${at + 1}`, depth + 1));
  if (!isObject(json)) return [];
  const label = [name, named(json)].filter(Boolean).join(', ');
  if (typeof json['latex'] === 'string' && json['latex']) return [{ name: label || 'result', latex: json['latex'] }];
  return Object.entries(json).flatMap(([key, value]) => formulasIn(value, /^(value|values|formula)$/.test(key) ? label : [label, singular(key)].filter(Boolean).join(', ').replaceAll('_', ' '), depth + 1));
}

/** What an object says that it is about: an unknown, a variable, a name. */
const named = (json: unknown): string => {
  const found = isObject(json) ? ['unknown', 'variable', 'name'].map((key) => json[key]).find((value) => typeof value === 'string') : undefined;
  return (found as string | undefined) ?? '';
};
