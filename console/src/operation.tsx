/** An operation: input, parameters, result, and the same call as code. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { loadEntry, keep } from './api';
import { Code } from './codepanel';
import { Failure, focusField } from './failure';
import { Fields, type Errors } from './form';
import { remember, runs } from './history';
import { Icon, iconOf } from './icons';
import { InputZone } from './input';
import { Prose } from './prose';
import { exampleOf, missingOf, run as send, type Inputs } from './request';
import { ResultZone } from './result';
import { fieldsOf, withoutSecrets } from './schema';
import { dialog, favorites, go, key, said, toggleFavorite, waiting } from './store';
import type { Entry, Input, Result, Values } from './types';
import type { Sent } from './viewers/views';
import { nameOf } from './words';

export function OperationPage({ id }: { id: string }) {
  const [entry, setEntry] = useState<Entry | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setEntry(null);
    setProblem('');
    loadEntry(id).then(setEntry, (error: Error) => setProblem(error.message));
  }, [id]);
  useEffect(() => {
    document.title = `${nameOf(id)}, ${id.split('.')[0]} · FlowForge`;
  }, [id]);
  if (problem) return <main id="main" tabIndex={-1}><h1>{problem}</h1><p><a class="link" href="/">All operations</a></p></main>;
  return entry ? <Workbench key={entry.id} entry={entry} /> : <main id="main" class="op" tabIndex={-1} aria-busy="true" />;
}

type Zone = 'input' | 'params' | 'result';

function Workbench({ entry }: { entry: Entry }) {
  const start = useMemo(() => startOf(entry), [entry]);
  const [values, setValues] = useState<Values>(start.values);
  const [inputs, setInputs] = useState<Inputs>(start.inputs);
  const [result, setResult] = useState<Result | null>(start.result);
  const [good, setGood] = useState<Result | null>(start.result);
  const [running, setRunning] = useState<AbortController | null>(null);
  const [tab, setTab] = useState<'form' | 'json'>('form');
  const [zone, setZone] = useState<Zone>(entry.files.length ? 'input' : 'params');
  const failed = result?.kind === 'error' ? result : null;
  const errors = useMemo(() => errorsOf(failed, entry), [failed, entry]);
  const fields = useMemo(() => fieldsOf(entry), [entry]);
  const [sent, setSent] = useState<Sent>(() => sentOf(start.values, start.inputs));

  const run = async () => {
    if (running) return;
    const missing = missingOf(entry, values);
    if (missing.length) {
      setResult(missingResult(missing));
      setZone('params');
      focusField(missing[0]!);
      return;
    }
    const stop = new AbortController();
    setRunning(stop);
    said.value = 'Running';
    const news = (events: Result['events']) => setResult({ status: 200, milliseconds: 0, requestId: '', cache: null, kind: 'events', events: events ?? [] });
    try {
      const done = await send(entry, values, inputs, stop.signal, news);
      setSent(sentOf(values, inputs));
      setResult(done);
      if (done.kind !== 'error') setGood(done);
      setZone(done.kind === 'error' && done.error?.details.some((one) => one.field) ? 'params' : 'result');
      said.value = done.error ? `Failed: ${done.error.message}` : `Done in ${done.milliseconds} milliseconds`;
      if (done.status === 401 && !key.value) dialog.value = 'key';
      const names = Object.values(inputs).flat().map(nameOfInput);
      void remember({ id: Date.now(), operation: entry.id, at: Date.now(), values: withoutSecrets(values, entry), files: names, result: done });
    } catch (error) {
      if (!stop.signal.aborted) setResult(unreachableResult(error));
      said.value = stop.signal.aborted ? 'Cancelled' : 'FlowForge does not answer';
    } finally {
      setRunning(null);
    }
  };
  const actions = useRef({ run, cancel: () => running?.abort() });
  actions.current = { run, cancel: () => running?.abort() };
  useKeys(entry, actions, setInputs);
  const isLocked = failed?.status === 401;
  useEffect(() => {
    if (key.value && isLocked) void actions.current.run(); // what was asked for without a key runs when there is one
  }, [key.value]);

  const example = () => {
    const made = exampleOf(entry);
    setValues(made.values);
    setInputs(made.inputs);
  };
  const sendOn = async (blob: Blob, name: string) => {
    waiting.value = [{ kind: 'local', file: new File([blob], name, { type: blob.type }) }];
    go('/');
  };
  const store = async (blob: Blob, name: string): Promise<string> => {
    try {
      const file = await keep(blob, name);
      return `Kept as ${file.file_id}`;
    } catch (error) {
      return (error as { message: string }).message;
    }
  };
  const changed = Object.keys(values).length;
  const first = Object.values(inputs).flat()[0];
  return (
    <main id="main" class="op" tabIndex={-1}>
      <Head entry={entry} values={values} />
      <div class="under">
        <ol class="chain" aria-label="Steps">
          {first && <li><span class="step"><Icon name="file" /> {nameOfInput(first)}</span></li>}
          <li><span class="step on" aria-current="step"><Icon name={iconOf(entry.service)} /> {entry.id}</span></li>
          {good?.blob && <li><button type="button" class="step add" onClick={() => void sendOn(good.blob!, good.name ?? 'result')}><Icon name="plus" /> Send the result on</button></li>}
        </ol>
        <Facts entry={entry} />
      </div>
      <div class="trio only-s" role="tablist" aria-label="Zones">
        {(['input', 'params', 'result'] as const).map((one) => (
          <button key={one} type="button" role="tab" aria-selected={zone === one} onClick={() => setZone(one)}>
            {{ input: 'Input', params: 'Parameters', result: 'Result' }[one]}
          </button>
        ))}
      </div>
      <div class={`zones ${entry.files.length ? '' : 'noinput'}`} data-show={zone}>
        <section class="zone z-in" aria-labelledby="h-in" id="zone-i">
          <InputZone entry={entry} inputs={inputs} change={setInputs} example={example} />
        </section>
        <section class="zone z-pa" aria-labelledby="h-pa" id="zone-p">
          <header>
            <h2 id="h-pa">Parameters</h2>
            <span class="grow" />
            {!entry.files.length && entry.example && <button type="button" class="btn ghost" onClick={example}>Example</button>}
            <span class="tabs" role="tablist" aria-label="Edit as">
              <button type="button" role="tab" aria-selected={tab === 'form'} onClick={() => setTab('form')}>Form</button>
              <button type="button" role="tab" aria-selected={tab === 'json'} onClick={() => setTab('json')}>JSON</button>
            </span>
          </header>
          <form class="body" onSubmit={(event) => { event.preventDefault(); void run(); }}>
            {failed?.error && <Alert result={failed} />}
            {tab === 'form' ? (
              <Fields properties={fields.properties} required={fields.required} first={Object.keys(entry.example ?? {})} values={values} change={setValues} schemas={entry.schemas} errors={errors} />
            ) : (
              <JsonText values={values} change={setValues} />
            )}
            {!Object.keys(fields.properties).length && tab === 'form' && <p class="muted">There is nothing to set.</p>}
            <button type="submit" class="vh" tabIndex={-1} aria-hidden="true">Run</button>
          </form>
          <div class="go not-s">
            <RunButton running={running} run={run} />
            <p><span>{changed ? `Sends only what you changed: ${changed} ${changed === 1 ? 'field' : 'fields'}` : 'Nothing was changed: the defaults apply'}</span></p>
          </div>
        </section>
        <section class="zone z-re" aria-labelledby="h-re" id="zone-o" aria-busy={!!running}>
          {failed ? (
            <>
              <header><h2 class="vh" id="h-re">Result</h2><div class="tabs" role="tablist" aria-label="Result views"><button type="button" role="tab" aria-selected="true">Error</button></div></header>
              <div class="body flush"><Failure result={failed} again={() => void run()} />{good && <Last show={() => setResult(good)} />}</div>
            </>
          ) : (
            <ResultZone entry={entry} result={result} sent={sent} isRunning={!!running} sendOn={sendOn} keep={store} count={runs.value.filter((one) => one.operation === entry.id).length} />
          )}
          <Code entry={entry} values={values} inputs={inputs} />
        </section>
      </div>
      <div class="dock only-s">
        <RunButton running={running} run={run} />
      </div>
    </main>
  );
}

function startOf(entry: Entry): { values: Values; inputs: Inputs; result: Result | null } {
  const number = new URLSearchParams(location.search).get('run');
  const before = number ? runs.value.find((one) => one.id === Number(number)) : undefined;
  if (before) return { values: before.values, inputs: {}, result: before.result };
  const given = waiting.value;
  waiting.value = [];
  const field = entry.files[0];
  const inputs: Inputs = field && given.length ? { [field.name]: field.several ? given : given.slice(0, 1) } : {};
  if (location.hash === '#example') return { ...exampleOf(entry), result: null };
  return { values: valuesInLink(entry), inputs, result: null };
}

/** Parameters of a link: plain values of known fields. Opening one never runs anything. */
function valuesInLink(entry: Entry): Values {
  const { properties } = fieldsOf(entry);
  const found: Values = {};
  for (const [name, text] of new URLSearchParams(location.hash.slice(1))) {
    if (!(name in properties)) continue;
    const number = Number(text);
    found[name] = text === 'true' ? true : text === 'false' ? false : text !== '' && !Number.isNaN(number) ? number : text;
  }
  return found;
}

const LONGEST_LINK = 2000;

function linkOf(entry: Entry, values: Values): string {
  const plain = Object.entries(withoutSecrets(values, entry)).filter(([, value]) => typeof value !== 'object' && String(value).length < 200);
  const fragment = new URLSearchParams(plain.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${location.origin}/ops/${entry.id}${fragment && fragment.length < LONGEST_LINK ? `#${fragment}` : ''}`;
}

function Head({ entry, values }: { entry: Entry; values: Values }) {
  const isFavorite = favorites.value.includes(entry.id);
  const copy = () => {
    void navigator.clipboard.writeText(linkOf(entry, values));
    said.value = 'The link was copied';
  };
  const [first, ...more] = entry.description.split('\n\n');
  return (
    <div class="ophead">
      <div class="grow">
        <nav class="crumb not-s" aria-label="Breadcrumb"><a href="/">Services</a><span>/</span><a href={`/s/${entry.service}`}>{entry.service}</a></nav>
        <h1>{nameOf(entry.id)}</h1>
        <p>{entry.summary}.</p>
        {entry.description && (
          <details class="about">
            <summary>More about it</summary>
            {[first, ...more].map((part, at) => <p key={at}><Prose text={part ?? ''} /></p>)}
          </details>
        )}
      </div>
      <button type="button" class="btn ghost sq" aria-label="Favorite" aria-pressed={isFavorite} onClick={() => toggleFavorite(entry.id)}><Icon name="star" /></button>
      <button type="button" class="btn ghost not-s" onClick={copy}><Icon name="link" /> Copy link</button>
      <a class="btn ghost not-s" href={`/docs/${entry.id}`}><Icon name="book" /> Reference</a>
    </div>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const cost = entry['x-cost'] ?? 1;
  return (
    <div class="meta not-s">
      <span><code>{entry.method} {entry.path}</code></span>
      {cost > 1 && <span>counts as {cost} operations</span>}
      <span>answers within {entry['x-deadline-seconds'] ?? 25} s</span>
      {entry['x-cacheable'] && <span>same input again: from the cache</span>}
      {entry['x-example-needs'] && <span>the example needs {entry['x-example-needs']}</span>}
    </div>
  );
}

function RunButton({ running, run }: { running: AbortController | null; run: () => Promise<void> }) {
  if (running) return <button type="button" class="btn run" onClick={() => running.abort()}><Icon name="stop" /> Cancel <kbd>Esc</kbd></button>;
  return <button type="button" class="btn run" onClick={() => void run()}><Icon name="play" /> Run <kbd>Ctrl ↵</kbd></button>;
}

function Alert({ result }: { result: Result }) {
  const fields = [...new Set(result.error!.details.map((one) => one.field).filter(Boolean))];
  if (!fields.length) return null;
  return (
    <div class="alert">
      <b>Nothing was run.</b> {fields.length === 1 ? 'One field' : `${fields.length} fields`} to change:{' '}
      {fields.map((field, at) => (
        <span key={field}>{at > 0 && ', '}<button type="button" class="linkish" onClick={() => focusField(field)}>{field}</button></span>
      ))}
    </div>
  );
}

function Last({ show }: { show: () => void }) {
  return (
    <div class="last">
      <span class="grow"><b>Your last good result is kept.</b></span>
      <button type="button" class="btn" onClick={show}>Show</button>
    </div>
  );
}

function JsonText({ values, change }: { values: Values; change: (values: Values) => void }) {
  const [text, setText] = useState(() => JSON.stringify(values, null, 2));
  const [problem, setProblem] = useState('');
  const set = (typed: string) => {
    setText(typed);
    try {
      const read: unknown = JSON.parse(typed || '{}');
      if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Error('It must be an object: { … }');
      setProblem('');
      change(read as Values);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div class={`f ${problem ? 'bad' : ''}`}>
      <textarea class="in mono json" aria-label="Parameters as JSON" spellcheck={false} value={text} onInput={(event) => set(event.currentTarget.value)} />
      {problem && <p class="msg"><Icon name="alert" /> <span>{problem}</span></p>}
    </div>
  );
}

/** Messages by the field that they are about, at the deepest field that the form has. */
function errorsOf(failed: Result | null, entry: Entry): Errors {
  const found: Errors = {};
  const { properties } = fieldsOf(entry);
  for (const { field, message } of failed?.error?.details ?? []) {
    if (!field) continue;
    const path = field.replace(/\[(\d+)\]/g, '.$1');
    found[path] = message;
    const top = path.split('.')[0]!;
    if (top !== path && top in properties) found[top] = `${path.slice(top.length + 1)}: ${message}`;
  }
  return found;
}

const nameOfInput = (one: Input): string => (one.kind === 'local' ? one.file.name : one.kind === 'url' ? (one.url.split('/').pop() ?? one.url) : one.name);

/** What a result is shown beside: the values of its call, and its file if it had one. */
function sentOf(values: Values, inputs: Inputs): Sent {
  const [found, ...more] = Object.values(inputs).flat();
  return { values, source: found?.kind === 'local' && !more.length ? found.file : null };
}

function missingResult(names: string[]): Result {
  const details = names.map((field) => ({ field, message: 'Give a value: it is part of the address.' }));
  const message = names.map((name) => `'${name}' is missing: it is part of the address.`).join(' ');
  return { status: 0, milliseconds: 0, requestId: '', cache: null, kind: 'error', error: { code: 'VALIDATION_ERROR', message, details, requestId: '', retryable: false } };
}

function unreachableResult(error: unknown): Result {
  const message = error instanceof TypeError ? 'FlowForge does not answer. Check that it is running; your input is kept here.' : String((error as { message?: string }).message ?? error);
  return { status: 0, milliseconds: 0, requestId: '', cache: null, kind: 'error', error: { code: 'UNREACHABLE', message, details: [], requestId: '', retryable: true } };
}

/** Ctrl Enter runs, Escape cancels, and what is pasted or dropped anywhere becomes the input. */
function useKeys(entry: Entry, actions: { current: { run: () => Promise<void>; cancel: () => void } }, setInputs: (change: (before: Inputs) => Inputs) => void): void {
  useEffect(() => {
    const field = entry.files[0];
    const add = (files: FileList | undefined): boolean => {
      if (!field || !files?.length) return false;
      const given = [...files].map((file): Input => ({ kind: 'local', file }));
      setInputs((before) => ({ ...before, [field.name]: field.several ? [...(before[field.name] ?? []), ...given] : given.slice(0, 1) }));
      return true;
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void actions.current.run();
      if (event.key === 'Escape' && !dialog.value) actions.current.cancel();
    };
    const paste = (event: ClipboardEvent) => add(event.clipboardData?.files) && event.preventDefault();
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      add(event.dataTransfer?.files);
    };
    addEventListener('keydown', press);
    addEventListener('paste', paste);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('paste', paste);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [entry, actions, setInputs]);
}
