/** What the whole console shares. The key is in sessionStorage: it ends with the tab, and is no part of an address. */
import { computed, signal } from '@preact/signals';
import type { Catalog, Input } from './types';

const KEY = 'flowforge-key';

export interface Me {
  name: string;
  tier: string;
}

export interface Limit {
  limit: number;
  left: number;
  resetsAt: number;
}

export const theme = signal(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
export const key = signal(sessionStorage.getItem(KEY) ?? '');
export const me = signal<Me | null>(null);
export const limit = signal<Limit | null>(null);
export const catalog = signal<Catalog | null>(null);
export const unreachable = signal(false);
export const path = signal(location.pathname);
/** Counts visits: the same page with another run is another visit. */
export const visits = signal(0);
export const favorites = signal<string[]>(stored('favorites', []));
export const singleKeys = signal<boolean>(stored('single-keys', true));
/** Files that were dropped on the home page, or handed on from a result, and wait for an operation. */
export const waiting = signal<Input[]>([]);
export const dialog = signal<'palette' | 'key' | 'keys' | 'menu' | null>(null);
export const query = signal('');
/** What is said to readers of the screen. */
export const said = signal('');

export const rows = computed(() => new Map((catalog.value?.operations ?? []).map((row) => [row.id, row])));

const channel = 'BroadcastChannel' in window ? new BroadcastChannel('flowforge') : null;

/** A new tab asks the others for the key. */
export function shareKey(changed: () => void): void {
  channel?.addEventListener('message', (event: MessageEvent<{ ask?: true; key?: string }>) => {
    if (event.data.ask && key.value) channel.postMessage({ key: key.value });
    if (event.data.key && !key.value) {
      setKey(event.data.key);
      changed();
    }
  });
  if (!key.value) channel?.postMessage({ ask: true });
}

export function setKey(value: string): void {
  key.value = value;
  if (value) sessionStorage.setItem(KEY, value);
  else sessionStorage.removeItem(KEY);
}

export function setTheme(value: string): void {
  theme.value = value;
  localStorage.setItem('theme', value);
}

export function toggleFavorite(id: string): void {
  const before = favorites.value;
  favorites.value = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
  localStorage.setItem('favorites', JSON.stringify(favorites.value));
}

export function setSingleKeys(on: boolean): void {
  singleKeys.value = on;
  localStorage.setItem('single-keys', JSON.stringify(on));
}

export function go(to: string): void {
  if (to !== location.pathname + location.hash) history.pushState(null, '', to);
  path.value = location.pathname;
  visits.value += 1;
  dialog.value = null;
  scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}

function stored<T>(name: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}
