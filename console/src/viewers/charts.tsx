/** Numbers as lines, and vectors as a map. */
import { useMemo } from 'preact/hooks';
import type { Series } from './views';

const [WIDTH, HEIGHT, EDGE] = [720, 260, 44];
const COLORS = ['c1', 'c2', 'c3', 'c4'];

export function Plots({ series }: { series: Series[] }) {
  return (
    <div class="plots" tabIndex={0} role="region" aria-label="Plots">
      {series.map((one, at) => <Plot key={`${one.name}${at}`} series={one} color={COLORS[at % COLORS.length]!} />)}
    </div>
  );
}

function Plot({ series, color }: { series: Series; color: string }) {
  const { values, name } = series;
  const numbers = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const span = high - low || 1;
  const x = (at: number) => EDGE + (at / Math.max(1, values.length - 1)) * (WIDTH - EDGE - 12);
  const y = (value: number) => 12 + (1 - (value - low) / span) * (HEIGHT - 40);
  const isStart = (at: number): boolean => at === 0 || values[at - 1] === null;
  const line = values.map((value, at) => (value === null ? '' : `${isStart(at) ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)).join('');
  const ticks = [low, low + span / 2, high];
  return (
    <figure class="plot">
      <figcaption>{name} <small>{values.length} values, {short(low)} to {short(high)}</small></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name}: ${values.length} values from ${short(low)} to ${short(high)}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="rule" x1={EDGE} x2={WIDTH - 12} y1={y(tick)} y2={y(tick)} />
            <text x={EDGE - 6} y={y(tick) + 4} text-anchor="end">{short(tick)}</text>
          </g>
        ))}
        <path class={color} d={line} />
        {values.length <= 60 && values.map((value, at) => value !== null && <circle key={at} class={color} cx={x(at)} cy={y(value)} r="3"><title>{`${at + 1}: ${value}`}</title></circle>)}
        <text x={EDGE} y={HEIGHT - 8}>1</text>
        <text x={WIDTH - 12} y={HEIGHT - 8} text-anchor="end">{values.length}</text>
      </svg>
    </figure>
  );
}

const short = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : value.toPrecision(4));

/** The two directions in which the vectors differ most. */
export function VectorMap({ vectors, labels }: { vectors: number[][]; labels: string[] }) {
  const points = useMemo(() => projected(vectors), [vectors]);
  const [xs, ys] = [points.map((one) => one[0]), points.map((one) => one[1])];
  const place = (value: number, all: number[], size: number) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return 24 + ((value - low) / (high - low || 1)) * (size - 48);
  };
  return (
    <figure class="plot map">
      <figcaption>{vectors.length} vectors of {vectors[0]?.length} dimensions, by their two principal components</figcaption>
      <svg viewBox={`0 0 ${WIDTH} 420`} role="img" aria-label={`${vectors.length} vectors in two dimensions`}>
        {points.map((point, at) => {
          const [x, y] = [place(point[0], xs, WIDTH), place(point[1], ys, 420)];
          const label = labels[at] ?? `vector ${at + 1}`;
          return (
            <g key={at}>
              <circle class="c1" cx={x} cy={y} r="5"><title>{label}</title></circle>
              {vectors.length <= 40 && <text x={x + 8} y={y + 4}>{label.slice(0, 32)}</text>}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Principal components by power iteration: enough for a map of some hundred vectors. */
function projected(vectors: number[][]): [number, number][] {
  const size = vectors[0]?.length ?? 0;
  const mean = Array.from({ length: size }, (_, at) => vectors.reduce((sum, one) => sum + one[at]!, 0) / vectors.length);
  let rest = vectors.map((one) => one.map((value, at) => value - mean[at]!));
  const axes: number[][] = [];
  for (let count = 0; count < 2; count += 1) {
    const axis = principal(rest, size);
    axes.push(rest.map((one) => dot(one, axis)));
    rest = rest.map((one) => {
      const share = dot(one, axis);
      return one.map((value, at) => value - share * axis[at]!);
    });
  }
  return vectors.map((_, at) => [axes[0]![at]!, axes[1]![at]!]);
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

function principal(rows: number[][], size: number): number[] {
  let axis = Array.from({ length: size }, (_, at) => Math.sin(at + 1));
  for (let round = 0; round < 30; round += 1) {
    const next = new Array<number>(size).fill(0);
    for (const row of rows) {
      const share = dot(row, axis);
      for (let at = 0; at < size; at += 1) next[at]! += share * row[at]!;
    }
    const length = Math.hypot(...next) || 1;
    axis = next.map((value) => value / length);
  }
  return axis;
}

