/** Places in a picture that an answer names: rectangles and quadrilaterals, with what they are. */

export interface Box {
  points: [number, number][];
  label: string;
  score: number | null;
}

type Named = Record<string, unknown>;
const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';

export function boxesIn(json: unknown, depth = 0): Box[] {
  if (depth > 6) return [];
  if (Array.isArray(json)) return json.flatMap((one) => boxesIn(one, depth + 1));
  if (!isNamed(json)) return [];
  const own = pointsOf(json);
  const inside = own && json['box'] === undefined ? [] : Object.entries(json).flatMap(([name, value]) => (own && name === 'box' ? [] : boxesIn(value, depth + 1)));
  return own ? [{ points: own, label: labelOf(json), score: scoreOf(json) }, ...inside] : inside;
}

function pointsOf(one: Named): [number, number][] | null {
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
  return 'score' in one || 'label' in one || 'confidence' in one ? rectangle(one) : null;
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

function labelOf(one: Named): string {
  for (const name of ['text', 'content', 'label', 'name', 'value', 'symbology', 'kind', 'type']) {
    if (typeof one[name] === 'string') return one[name];
  }
  return 'place';
}

function scoreOf(one: Named): number | null {
  const score = one['confidence'] ?? one['score'];
  return isNumber(score) ? score : null;
}
