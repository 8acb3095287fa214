/** Rows in a grid: sorted by a click, filtered by words, drawn a window at a time, copied for a spreadsheet. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { FoundTable } from './views';

const ROW = 33;
const SPARE = 10;

export function Tables({ tables }: { tables: FoundTable[] }) {
  const [at, setAt] = useState(0);
  const table = tables[at] ?? tables[0];
  if (!table) return null;
  return (
    <div class="grid">
      {tables.length > 1 && (
        <div class="pills">
          {tables.map((one, index) => (
            <button type="button" key={index} aria-pressed={index === at} onClick={() => setAt(index)}>
              {one.name} <small>{one.rows.length}</small>
            </button>
          ))}
        </div>
      )}
      <Grid key={at} rows={table.rows} />
    </div>
  );
}

const shown = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

function Grid({ rows }: { rows: Record<string, unknown>[] }) {
  const columns = useMemo(() => [...new Set(rows.slice(0, 200).flatMap((row) => Object.keys(row)))], [rows]);
  const [sort, setSort] = useState<{ column: string; down: boolean } | null>(null);
  const [filter, setFilter] = useState('');
  const [top, setTop] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const found = useMemo(() => arranged(rows, filter, sort), [rows, filter, sort]);
  const numeric = useMemo(() => new Set(columns.filter((name) => rows.slice(0, 50).every((row) => typeof row[name] === 'number'))), [rows, columns]);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const visible = found.slice(first, first + Math.ceil((box.current?.clientHeight ?? 600) / ROW) + 2 * SPARE);
  const copy = () => void navigator.clipboard.writeText([columns, ...found.map((row) => columns.map((name) => shown(row[name]).replace(/[\t\n]/g, ' ')))].map((line) => line.join('\t')).join('\n'));
  const order = (column: string) => setSort(sort?.column === column ? { column, down: !sort.down } : { column, down: false });
  return (
    <>
      <div class="treebar">
        <input class="in" type="search" aria-label="Filter rows" placeholder="Filter" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <span class="muted">{found.length} {found.length === 1 ? 'row' : 'rows'}</span>
        <button type="button" class="btn" onClick={copy}>Copy</button>
      </div>
      <div class="rows" ref={box} tabIndex={0} role="region" aria-label="Rows" onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" class={numeric.has(name) ? 'n' : ''} aria-sort={sort?.column === name ? (sort.down ? 'descending' : 'ascending') : 'none'}>
                  <button type="button" onClick={() => order(name)}>{name}{sort?.column === name ? (sort.down ? ' ↓' : ' ↑') : ''}</button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first > 0 && <Space height={first * ROW} columns={columns.length} />}
            {visible.map((row, at) => (
              <tr key={first + at}>
                {columns.map((name) => <td key={name} class={numeric.has(name) ? 'n' : ''} title={shown(row[name])}>{shown(row[name]).slice(0, 200)}</td>)}
              </tr>
            ))}
            {first + visible.length < found.length && <Space height={(found.length - first - visible.length) * ROW} columns={columns.length} />}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Rows that are not drawn: their height, by an attribute, for a style would break the policy. */
function Space({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} class="space">
        <svg width="1" height={height} />
      </td>
    </tr>
  );
}

function arranged(rows: Record<string, unknown>[], filter: string, sort: { column: string; down: boolean } | null): Record<string, unknown>[] {
  const lower = filter.toLowerCase();
  const found = lower ? rows.filter((row) => Object.values(row).some((value) => shown(value).toLowerCase().includes(lower))) : rows;
  if (!sort) return found;
  const sign = sort.down ? -1 : 1;
  return [...found].sort((a, b) => {
    const [x, y] = [a[sort.column], b[sort.column]];
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : shown(x).localeCompare(shown(y), 'en', { numeric: true }));
  });
}

/** Rows of a delimited text (RFC 4180). */
export function rowsOf(text: string, mark: string): Record<string, unknown>[] {
  const lines: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === mark || letter === '\n') {
      lines.at(-1)!.push(cell.replace(/\r$/, ''));
      cell = '';
      if (letter === '\n') lines.push([]);
    } else cell += letter;
  }
  if (cell) lines.at(-1)!.push(cell);
  const [header = [], ...rest] = lines.filter((line) => line.length);
  return rest.map((line) => Object.fromEntries(header.map((name, at) => [name || String(at + 1), line[at] ?? ''])));
}
