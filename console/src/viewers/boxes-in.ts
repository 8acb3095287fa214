/** Places in a picture or on pages that an answer names: rectangles and quadrilaterals, with what they are. */
import { singular } from '../words';

export interface Box {
  points: [number, number][];
  label: string;
  score: number | null;
  /** The page that it is on, from 1; null where the answer names none. */
  page: number | null;
  /** The list of the answer that it stands in, such as lines or words. */
  list: string;
}

type Named = Record<string, unknown>;
const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Where the search is in an answer: what the values around it say. */
interface Around {
  page: number | null;
  label: string | null;
  list: string;
  number: number;
  depth: number;
}
const OUTSIDE: Around = { page: null, label: null, list: 'places', number: 1, depth: 0 };

export function boxesIn(json: unknown, around: Around = OUTSIDE): Box[] {
  if (around.depth > 7) return [];
  const inside = { ...around, depth: around.depth + 1 };
  if (Array.isArray(json)) return json.flatMap((one, at) => boxesIn(one, { ...inside, number: at + 1 }));
  if (!isNamed(json)) return [];
  const page = Number.isInteger(json['page']) ? (json['page'] as number) : around.page;
  const points = pointsOf(json, around.list === 'boxes');
  const label = labelOf(json) ?? around.label;
  const own: Box[] = points ? [{ points, label: label ?? `${singular(around.list)} ${around.number}`, score: scoreOf(json), page, list: around.list }] : [];
  if (points && json['box'] === undefined) return own;
  const rest = Object.entries(json).filter(([name]) => !(points && name === 'box'));
  return [...own, ...rest.flatMap(([name, value]) => boxesIn(value, { ...inside, page, label: name === 'boxes' || name === 'places' ? label : null, list: Array.isArray(value) ? name : around.list }))];
}

/** The lists that hold places, in the order of the answer. */
export const listsOf = (boxes: Box[]): string[] => [...new Set(boxes.map((box) => box.list))];

/** The sizes of pages, in the unit of the places on them. */
export function pageSizes(json: unknown, depth = 0): Map<number, [number, number]> {
  if (depth > 4) return new Map();
  const inside = Array.isArray(json) ? json : isNamed(json) ? Object.values(json) : [];
  const found = new Map(inside.flatMap((one) => [...pageSizes(one, depth + 1)]));
  if (isNamed(json) && json['x'] === undefined && [json['page'], json['width'], json['height']].every(isNumber)) {
    found.set(json['page'] as number, [json['width'] as number, json['height'] as number]);
  }
  return found;
}

function pointsOf(one: Named, isBox: boolean): [number, number][] | null {
  const box = one['box'] ?? one['bbox'] ?? one['rectangle'];
  if (isNamed(box)) return rectangle(box);
  if (Array.isArray(box) && box.length === 4 && box.every(isNumber)) {
    const [left, top, right, bottom] = box as [number, number, number, number];
    return corners(left, top, right - left, bottom - top);
  }
  for (const name of ['quad', 'corners', 'polygon']) {
    const list = one[name];
    if (Array.isArray(list) && list.length >= 3) {
      const points = list.map((point): [unknown, unknown] => (isNamed(point) ? [point['x'], point['y']] : Array.isArray(point) ? [point[0], point[1]] : [null, null]));
      if (points.every(([x, y]) => isNumber(x) && isNumber(y))) return points as [number, number][];
    }
  }
  return isBox || 'score' in one || 'label' in one || 'confidence' in one ? rectangle(one) : null;
}

function rectangle(box: Named): [number, number][] | null {
  const [x, y] = [box['x'] ?? box['left'], box['y'] ?? box['top']];
  const { width, height } = box;
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) ? corners(x, y, width, height) : null;
}

const corners = (x: number, y: number, width: number, height: number): [number, number][] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

function labelOf(one: Named): string | null {
  for (const name of ['text', 'content', 'label', 'name', 'value', 'symbology', 'kind', 'type']) {
    if (typeof one[name] === 'string' && one[name]) return one[name];
  }
  return null;
}

function scoreOf(one: Named): number | null {
  const score = one['confidence'] ?? one['score'];
  return isNumber(score) ? score : null;
}
