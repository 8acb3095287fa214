/** A text with marked places: personal data, entities, quotes. */
import type { MarkedText } from './pairs';

const COLORS = 5;

export function Marks({ marked }: { marked: MarkedText }) {
  const kinds = [...new Set(marked.marks.map((one) => one.kind))];
  const color = (kind: string) => `m${(kinds.indexOf(kind) % COLORS) + 1}`;
  let at = 0;
  const pieces = marked.marks.map((one) => {
    const before = marked.letters.slice(at, one.start).join('');
    at = one.end;
    return <>{before}<mark class={color(one.kind)} title={one.kind}>{marked.letters.slice(one.start, one.end).join('')}</mark></>;
  });
  return (
    <div class="textview" tabIndex={0} role="region" aria-label="Marked text">
      <p class="legend">
        {kinds.map((kind) => <span key={kind}><mark class={color(kind)}>{kind.replaceAll('_', ' ') || 'place'}</mark> {marked.marks.filter((one) => one.kind === kind).length}</span>)}
      </p>
      <p class="words">{pieces}{marked.letters.slice(at).join('')}</p>
    </div>
  );
}
