/** JSON as a tree: two levels open, long lists in pieces, with search and paths to copy. */
import { useState } from 'preact/hooks';

const PIECE = 100;
const OPEN_LEVELS = 2;
const LONGEST = 400;

export function Tree({ value }: { value: unknown }) {
  const [wanted, setWanted] = useState('');
  const lower = wanted.toLowerCase();
  return (
    <div class="tree" tabIndex={0} role="region" aria-label="JSON">
      <div class="treebar">
        <input class="in" type="search" aria-label="Search in the JSON" placeholder="Search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      </div>
      <Node name="" value={value} path="$" depth={0} wanted={lower.length > 1 ? lower : ''} />
    </div>
  );
}

interface NodeProps {
  name: string;
  value: unknown;
  path: string;
  depth: number;
  wanted: string;
}

function Node({ name, value, path, depth, wanted }: NodeProps) {
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null) return <Leaf name={name} value={value} path={path} wanted={wanted} />;
  const entries = Object.entries(value);
  const summary = isList ? `[${entries.length}]` : `{${entries.length}}`;
  const isOpen = wanted ? holds(value, wanted) : depth < OPEN_LEVELS && entries.length <= PIECE;
  return (
    <Branch key={`${isOpen}`} name={name} summary={summary} path={path} isOpen={isOpen}>
      {() => <Entries entries={entries} isList={isList} path={path} depth={depth} wanted={wanted} />}
    </Branch>
  );
}

function holds(value: unknown, wanted: string): boolean {
  if (typeof value !== 'object' || value === null) return String(value).toLowerCase().includes(wanted);
  return Object.entries(value).some(([key, one]) => key.toLowerCase().includes(wanted) || holds(one, wanted));
}

interface BranchProps {
  name: string;
  summary: string;
  path: string;
  isOpen: boolean;
  children: () => preact.ComponentChildren;
}

function Branch({ name, summary, path, isOpen, children }: BranchProps) {
  const [built, setBuilt] = useState(isOpen);
  return (
    <details open={isOpen} onToggle={(event) => setBuilt(built || event.currentTarget.open)}>
      <summary title={path}>
        {name && <span class="k">{name}</span>} <span class="c">{summary}</span>
      </summary>
      {built && <div class="kids">{children()}</div>}
    </details>
  );
}

function Entries({ entries, isList, path, depth, wanted }: { entries: [string, unknown][]; isList: boolean; path: string; depth: number; wanted: string }) {
  const [most, setMost] = useState(PIECE);
  return (
    <>
      {entries.slice(0, most).map(([key, one]) => (
        <Node key={key} name={key} value={one} path={isList ? `${path}[${key}]` : `${path}.${key}`} depth={depth + 1} wanted={wanted} />
      ))}
      {entries.length > most && (
        <button type="button" class="set" onClick={() => setMost(most + 10 * PIECE)}>
          {entries.length - most} more
        </button>
      )}
    </>
  );
}

function Leaf({ name, value, path, wanted }: { name: string; value: unknown; path: string; wanted: string }) {
  const [whole, setWhole] = useState(false);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  const cut = !whole && text.length > LONGEST;
  const isHit = wanted !== '' && (text.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted));
  const copy = () => void navigator.clipboard.writeText(typeof value === 'string' ? value : text);
  return (
    <div class={`leaf ${isHit ? 'hit' : ''}`} title={path}>
      {name && <span class="k">{name}</span>} <span class={typeof value === 'string' ? 's' : 'n'}>{cut ? `${text.slice(0, LONGEST)}…` : text}</span>
      {cut && <button type="button" class="set" onClick={() => setWhole(true)}>all {text.length}</button>}
      <button type="button" class="set copy" aria-label={`Copy ${path}`} onClick={copy}>copy</button>
    </div>
  );
}
