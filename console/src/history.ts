/** Runs that this browser has seen, in IndexedDB: 200 of them, without secrets, and with results up to 5 MB. */
import { signal } from '@preact/signals';
import type { Result, Run } from './types';

const MOST_RUNS = 200;
const MOST_BYTES = 5 << 20;
const STORE = 'runs';

export const runs = signal<Run[]>([]);

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open('flowforge', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id' });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const asked = act(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  } finally {
    database.close();
  }
}

export async function loadRuns(): Promise<void> {
  try {
    const found = await within<Run[]>('readonly', (store) => store.getAll());
    runs.value = found.sort((a, b) => b.id - a.id);
  } catch {
    runs.value = []; // a private window may have no IndexedDB: then nothing is remembered
  }
}

export async function remember(run: Run): Promise<void> {
  const small = { ...run, result: reduced(run.result) };
  runs.value = [small, ...runs.value].slice(0, MOST_RUNS);
  try {
    await within('readwrite', (store) => store.put(small));
    const gone = runs.value.length === MOST_RUNS ? IDBKeyRange.upperBound(runs.value[MOST_RUNS - 1]?.id ?? 0, true) : null;
    if (gone) await within('readwrite', (store) => store.delete(gone));
  } catch {
    // as above
  }
}

export async function forgetRuns(): Promise<void> {
  runs.value = [];
  try {
    await within('readwrite', (store) => store.clear());
  } catch {
    // as above
  }
}

function reduced(result: Result): Result {
  const { blob, json, events, ...rest } = result;
  return {
    ...rest,
    ...(blob && blob.size <= MOST_BYTES ? { blob } : {}),
    ...(json !== undefined && JSON.stringify(json).length <= MOST_BYTES ? { json } : {}),
    ...(events && events.length <= 2000 ? { events } : {}),
  };
}
