/** Search of operations, in memory: names, summaries, synonyms, and words with a typing error. */
import type { Row } from './types';

const LIKE: Record<string, string[]> = {
  smaller: ['resize', 'compress', 'thumbnail', 'size'],
  shrink: ['resize', 'compress', 'convert'],
  photo: ['picture', 'image'],
  image: ['picture'],
  picture: ['image'],
  checksum: ['hash'],
  sha256: ['hash'],
  md5: ['hash'],
  scan: ['ocr', 'picture'],
  read: ['extract', 'ocr', 'text'],
  excel: ['xlsx', 'table', 'workbook'],
  sheet: ['table', 'xlsx'],
  spreadsheet: ['table', 'xlsx'],
  summary: ['summarize'],
  password: ['argon2', 'passphrase'],
  join: ['merge', 'combine'],
  combine: ['merge', 'join'],
  split: ['extract', 'divide'],
  translate: ['translation', 'language'],
  pii: ['personal'],
  anonymize: ['mask', 'personal', 'redact'],
  encrypt: ['cipher', 'protect'],
  token: ['jwt'],
  barcode: ['code', 'qr'],
  embed: ['embeddings', 'vector'],
  equation: ['solve'],
};
const STOP = new Set('a an the my make me i to of in for do with is want from and or into'.split(' '));

export function find(rows: Row[], query: string, most = 40): Row[] {
  const words = query.toLowerCase().split(/[\s./-]+/).filter((word) => word && !STOP.has(word));
  if (!words.length) return rows.slice(0, most);
  const scored = rows.map((row) => ({ row, score: score(row, words) })).filter((one) => one.score > 0);
  return scored.sort((a, b) => b.score - a.score).slice(0, most).map((one) => one.row);
}

function score(row: Row, words: string[]): number {
  const id = row.id.toLowerCase();
  const text = row.summary.toLowerCase();
  const parts = `${id} ${text}`.split(/[^a-z0-9]+/);
  let total = 0;
  for (const word of words) {
    const best = Math.max(...[word, ...(LIKE[word] ?? [])].map((one, at) => match(one, id, text, parts) - at * 0.3));
    if (best <= 0) return 0;
    total += best;
  }
  return total - id.length / 99;
}

function match(word: string, id: string, text: string, parts: string[]): number {
  if (id.endsWith(`.${word}`)) return 9;
  if (id.includes(`.${word}`) || id.startsWith(word)) return 6;
  if (id.includes(word)) return 5;
  if (parts.some((part) => part.startsWith(word))) return 3;
  if (text.includes(word)) return 2;
  return word.length > 3 && parts.some((part) => isNear(word, part)) ? 1 : -1;
}

/** One letter missing, too many, wrong, or two in the wrong order. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

/** Whether an operation takes a file of this type, by what its description names. */
export function takesFile(row: Row, mediaType: string): number {
  if (row.takes !== 'file' && row.takes !== 'files') return 0;
  if (!row.accepts?.length) return 1;
  const fits = row.accepts.some((one) => one === mediaType || (one.endsWith('/*') && mediaType.startsWith(one.slice(0, -1))));
  return fits ? 2 : 0;
}
