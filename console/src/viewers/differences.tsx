/** Two texts as one: words that were removed struck through, words that were added underlined. */
import diff from 'fast-diff';
import type { TextPair } from './pairs';

const KINDS = { '-1': 'removed', '0': 'same', '1': 'added' } as const;

export default function Differences({ pair }: { pair: TextPair }) {
  const pieces = pair.pieces ?? byWords(pair.before, pair.after);
  const [less, more] = (['removed', 'added'] as const).map((kind) => pieces.filter((one) => one.change === kind).length);
  return (
    <div class="textview" tabIndex={0} role="region" aria-label="Changes">
      <p class="muted">{less || more ? `${less} removed, ${more} added` : 'Nothing was changed.'}</p>
      <p class="words">
        {pieces.map((one, at) => (one.change === 'removed' ? <del key={at}>{one.text}</del> : one.change === 'added' ? <ins key={at}>{one.text}</ins> : <span key={at}>{one.text}</span>))}
      </p>
    </div>
  );
}

/** Compare word by word: each word is one letter of two strings that are compared. */
function byWords(before: string, after: string): NonNullable<TextPair['pieces']> {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const letters = (text: string) =>
    (text.match(/\s+|[\p{L}\p{N}_'’]+|./gu) ?? [])
      .map((word) => {
        if (!numbers.has(word)) numbers.set(word, words.push(word) - 1);
        return String.fromCharCode(numbers.get(word)!);
      })
      .join('');
  return diff(letters(before), letters(after)).map(([kind, found]) => ({
    change: KINDS[`${kind}`],
    text: [...Array(found.length).keys()].map((at) => words[found.charCodeAt(at)]).join(''),
  }));
}
