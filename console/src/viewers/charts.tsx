/** Numbers as lines, and vectors as a map. */
import { useMemo, useState } from 'preact/hooks';
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

const MAP_HEIGHT = 420;

/** Points of two dimensions as they are; other vectors in the two directions in which they differ most. */
export function VectorMap({ vectors, labels }: { vectors: number[][]; labels: string[] }) {
  const size = vectors[0]?.length ?? 0;
  const points = useMemo(() => (size === 2 ? (vectors as [number, number][]) : projected(vectors)), [vectors]);
  const [hovered, setHovered] = useState<number | null>(null);
  const places = points.map(([x, y]): [number, number] => [
    place(x, points.map((one) => one[0]), WIDTH),
    MAP_HEIGHT - place(y, points.map((one) => one[1]), MAP_HEIGHT),
  ]);
  const name = (at: number): string => labels[at] ?? `vector ${at + 1}`;
  const near = hovered === null ? null : nearest(vectors, hovered);
  const told = size === 2 ? `${vectors.length} points` : `${vectors.length} vectors of ${size} dimensions, by their two principal components`;
  return (
    <figure class="plot map">
      <figcaption>{told} {hovered !== null && near !== null && <small>{name(hovered)}: nearest is {name(near)}</small>}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${MAP_HEIGHT}`} role="img" aria-label={told} onPointerLeave={() => setHovered(null)}>
        {hovered !== null && near !== null && <line class="near" x1={places[hovered]![0]} y1={places[hovered]![1]} x2={places[near]![0]} y2={places[near]![1]} />}
        {places.map(([x, y], at) => (
          <g key={at} onPointerEnter={() => setHovered(at)}>
            <circle class="c1" cx={x} cy={y} r={at === hovered || at === near ? 7 : 5}><title>{name(at)}</title></circle>
            {vectors.length <= 40 && <text x={x > WIDTH * 0.7 ? x - 9 : x + 9} y={y + 4} text-anchor={x > WIDTH * 0.7 ? 'end' : 'start'}>{name(at).slice(0, 32)}</text>}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function place(value: number, all: number[], size: number): number {
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return 24 + ((value - low) / (high - low || 1)) * (size - 48);
}

function nearest(vectors: number[][], at: number): number | null {
  const distances = vectors.map((one, other) => (other === at ? Infinity : Math.hypot(...one.map((value, index) => value - vectors[at]![index]!))));
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : null;
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

