/** What an answer says about a text of its request: another version of it, or places in it. */
import type { Values } from '../types';

export interface TextPair {
  before: string;
  after: string;
  pieces?: { change: 'same' | 'added' | 'removed'; text: string }[];
}

export interface Mark {
  start: number;
  end: number;
  kind: string;
}

export interface MarkedText {
  letters: string[];
  marks: Mark[];
}

type Named = Record<string, unknown>;
const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && !Array.isArray(value);

const LONGEST = 100_000;
const ALIKE = 0.4;

/** Two versions of a text: pieces that the answer lists, or the request's text and the answer's if they are alike. */
export function pairIn(json: unknown, values: Values): TextPair | null {
  if (!isNamed(json)) return null;
  const pieces = json['changes'];
  const [before, after] = [values['text'], json['text']];
  if (Array.isArray(pieces) && pieces.length && pieces.every((one) => isNamed(one) && typeof one['text'] === 'string' && ['same', 'added', 'removed'].includes(String(one['change'])))) {
    return { before: '', after: '', pieces: pieces as NonNullable<TextPair['pieces']> };
  }
  if (typeof before !== 'string' || typeof after !== 'string' || before === after) return null;
  return before.length + after.length < LONGEST && shared(before, after) >= ALIKE ? { before, after } : null;
}

/** The share of words that two texts have in common. */
function shared(one: string, other: string): number {
  const [first, second] = [new Set(one.split(/\s+/)), new Set(other.split(/\s+/))];
  return [...first].filter((word) => second.has(word)).length / Math.max(1, Math.min(first.size, second.size));
}

/** A text of the request with the places in it that the answer names by `start` and `end`, in characters. */
export function marksIn(json: unknown, values: Values): MarkedText | null {
  const source = ['text', 'content', 'document', 'passage'].map((name) => values[name]).find((value) => typeof value === 'string' && value) as string | undefined;
  if (!source || source.length > LONGEST) return null;
  const letters = [...source];
  const marks = spans(json)
    .filter((one) => one.end <= letters.length)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const apart = marks.filter((one, at) => !marks.slice(0, at).some((before) => before.end > one.start));
  return apart.length ? { letters, marks: apart } : null;
}

function spans(json: unknown, kind = '', depth = 0): Mark[] {
  if (depth > 6) return [];
  if (Array.isArray(json)) return json.flatMap((one) => spans(one, kind, depth + 1));
  if (!isNamed(json) || 'before' in json) return [];
  const named = ['kind', 'type', 'label', 'category', 'name', 'keyword'].map((name) => json[name]).find((value) => typeof value === 'string') as string | undefined;
  const [start, end] = [json['start'], json['end']];
  const own = Number.isInteger(start) && Number.isInteger(end) && (end as number) > (start as number) ? [{ start: start as number, end: end as number, kind: named ?? kind }] : [];
  return [...own, ...Object.entries(json).flatMap(([name, value]) => spans(value, named ?? name, depth + 1))];
}
