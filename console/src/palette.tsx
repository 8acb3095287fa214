/** Find an operation: a list that answers while one types. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { find } from './find';
import { catalog, dialog, go, query } from './store';

export function Palette() {
  const box = useRef<HTMLDialogElement>(null);
  const isOpen = dialog.value === 'palette';
  const [at, setAt] = useState(0);
  const found = useMemo(() => find(catalog.value?.operations ?? [], query.value), [query.value, catalog.value, isOpen]);
  useLayoutEffect(() => { // before the next key
    if (isOpen) box.current?.showModal();
    else if (box.current?.open) box.current.close();
  }, [isOpen]);
  useEffect(() => setAt(0), [query.value, isOpen]);
  useEffect(() => document.getElementById(`o${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);
  const open = (id: string | undefined) => {
    if (!id) return;
    dialog.value = null;
    go(`/ops/${id}`);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((before) => Math.min(Math.max(0, before + step), Math.max(0, found.length - 1)));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      open(found[at]?.id);
    }
  };
  return (
    <dialog class="pal" ref={box} aria-label="Find an operation" onClose={() => dialog.value === 'palette' && (dialog.value = null)} onClick={(event) => event.target === box.current && (dialog.value = null)}>
      <input role="combobox" aria-expanded="true" aria-controls="pal-list" aria-activedescendant={found.length ? `o${at}` : undefined} aria-label="Find an operation" placeholder="What do you want done?" autocomplete="off" value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} onKeyDown={press} />
      <ul role="listbox" id="pal-list" aria-label="Operations">
        {found.map((row, index) => (
          <li key={row.id} role="option" id={`o${index}`} aria-selected={index === at} onClick={() => open(row.id)}>
            <div class="opt"><span class="nm">{row.id}</span><span class="ds">{row.summary}</span></div>
          </li>
        ))}
      </ul>
      {!found.length && <p class="muted pad">No operation has these words. Try another, such as resize, merge, hash or translate.</p>}
      <footer>
        <span><kbd>↑</kbd> <kbd>↓</kbd> choose</span><span><kbd>↵</kbd> open</span><span><kbd>esc</kbd> close</span>
        <span class="grow" />
        <span>{found.length} found</span>
      </footer>
    </dialog>
  );
}
