/** The places that an answer names: as polygons over what they are in, and as rows beside it. */
import { useState } from 'preact/hooks';
import { listsOf, type Box } from './boxes-in';

const DOUBTFUL = 0.9;
const isDoubtful = (box: Box): boolean => box.score !== null && box.score < DOUBTFUL;

export interface Pointing {
  on: number | null;
  point: (at: number | null) => void;
}

/** Boxes of one list of the answer; where it has several (lines, words), they are chosen above. */
export function useLists(all: Box[]): { boxes: Box[]; choice: preact.JSX.Element | null } {
  const lists = listsOf(all);
  const [chosen, choose] = useState(lists.includes('lines') ? 'lines' : lists[0]);
  const pills = (
    <div class="pills">
      {lists.map((name) => (
        <button type="button" key={name} aria-pressed={name === chosen} onClick={() => choose(name)}>
          {name.replaceAll('_', ' ')} <small>{all.filter((box) => box.list === name).length}</small>
        </button>
      ))}
    </div>
  );
  return { boxes: all.filter((box) => box.list === chosen), choice: lists.length > 1 ? pills : null };
}

export function Polygons({ boxes, shown, on, point }: { boxes: Box[]; shown: (box: Box) => boolean } & Pointing) {
  return (
    <>
      {boxes.map((box, at) => shown(box) && (
        <polygon key={at} class={`w ${isDoubtful(box) ? 'lo' : ''} ${on === at ? 'on' : ''}`} points={box.points.map((one) => one.join(',')).join(' ')} onMouseEnter={() => point(at)} onMouseLeave={() => point(null)}>
          <title>{box.label}</title>
        </polygon>
      ))}
    </>
  );
}

export function Rows({ boxes, on, point, reveal }: { boxes: Box[]; reveal?: (at: number) => void } & Pointing) {
  const hasScores = boxes.some((box) => box.score !== null);
  const hasPages = boxes.some((box) => box.page !== null && box.page !== boxes[0]?.page);
  return (
    <table>
      <thead><tr><th scope="col">Found</th>{hasPages && <th scope="col" class="n">Page</th>}{hasScores && <th scope="col" class="n">Confidence</th>}</tr></thead>
      <tbody>
        {boxes.map((box, at) => (
          <tr key={at} tabIndex={0} class={`${isDoubtful(box) ? 'rev' : ''} ${on === at ? 'on' : ''}`} onMouseEnter={() => point(at)} onMouseLeave={() => point(null)} onFocus={() => (point(at), reveal?.(at))} onClick={() => reveal?.(at)}>
            <td title={box.label}>{box.label}</td>
            {hasPages && <td class="n">{box.page}</td>}
            {hasScores && <td class="n">{box.score === null ? '' : <Confidence value={box.score} />}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Confidence({ value }: { value: number }) {
  const share = value > 1 ? value / 100 : value;
  return (
    <span class="conf">
      <svg viewBox="0 0 34 5" aria-hidden="true"><rect width={34 * share} height="5" rx="2.5" /></svg>
      {Math.round(share * 100)} %
    </span>
  );
}
