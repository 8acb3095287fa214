/** The console: its frame, its addresses, its keys. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import './app.css';
import { checkKey, loadCatalog } from './api';
import { Bar } from './bar';
import { KeyDialog, KeysDialog, MenuDialog } from './dialogs';
import { loadRuns } from './history';
import { Home } from './home';
import { JobsPage } from './jobs';
import { OperationPage } from './operation';
import { FilesPage, RunsPage, ServicePage } from './pages';
import { Palette } from './palette';
import { find, Places } from './rail';
import { catalog, dialog, favorites, go, key, path, said, shareKey, singleKeys, theme, toggleFavorite, visits } from './store';

function Page() {
  const here = path.value;
  const visit = visits.value;
  if (here.startsWith('/ops/')) {
    return catalog.value ? <OperationPage key={`${here} ${visit}`} id={decodeURIComponent(here.slice(5))} /> : <main id="main" class="op" tabIndex={-1} aria-busy="true" />;
  }
  if (here.startsWith('/s/')) return <ServicePage key={here} name={here.slice(3)} />;
  if (here === '/runs') return <RunsPage />;
  if (here === '/files') return <FilesPage />;
  if (here === '/jobs') return <JobsPage />;
  return <Home />;
}

function Console() {
  useEffect(followLinks, []);
  useEffect(followKeys, []);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <Bar />
      <div class="shell">
        <nav class="rail" aria-label="Services"><Places /></nav>
        <Page />
      </div>
      <Palette />
      <KeyDialog />
      <KeysDialog />
      <MenuDialog />
      <p class="vh" role="status">{said.value}</p>
    </>
  );
}

const OWN = /^\/(ops\/|s\/|runs$|files$|jobs$|$)/;

/** Links to pages of the console change the page without loading it. */
function followLinks(): () => void {
  const click = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.getAttribute('href')?.startsWith('#') || !OWN.test(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  };
  const back = () => {
    path.value = location.pathname;
    visits.value += 1;
  };
  document.addEventListener('click', click);
  addEventListener('popstate', back);
  return () => {
    document.removeEventListener('click', click);
    removeEventListener('popstate', back);
  };
}

const GOALS: Record<string, string> = { h: '/', f: '/files', r: '/runs', j: '/jobs' };
const ZONES: Record<string, string> = { i: 'zone-i', p: 'zone-p', o: 'zone-o' };

function followKeys(): () => void {
  let isGoing = false;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      find();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.value || isTyping(event.target) || !singleKeys.value) return;
    const goal = isGoing ? GOALS[event.key] : undefined;
    isGoing = event.key === 'g';
    if (goal) go(goal);
    else single(event);
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}

function single(event: KeyboardEvent): void {
  const operation = path.value.startsWith('/ops/') ? path.value.slice(5) : null;
  const favorite = path.value === '/' ? favorites.value[Number(event.key) - 1] : undefined;
  if (event.key === '/') {
    event.preventDefault();
    find();
  } else if (event.key === '?') dialog.value = 'keys';
  else if (favorite) go(`/ops/${favorite}`);
  else if (operation && event.key === '.') toggleFavorite(operation);
  else if (operation && event.key === 'c') document.getElementById('copy-code')?.click();
  else if (operation && ZONES[event.key]) {
    event.preventDefault();
    document.getElementById(ZONES[event.key]!)?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex]')?.focus();
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && !['radio', 'range', 'checkbox'].includes(target.type));

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});
shareKey(() => void checkKey(key.value));
if (key.value) void checkKey(key.value);
void loadCatalog();
void loadRuns().then(() => render(<Console />, document.getElementById('app')!));
