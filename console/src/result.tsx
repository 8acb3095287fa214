/** The result: its views, its figures, and what can be done with it. */
import { useEffect, useState } from 'preact/hooks';
import { runs } from './history';
import { Icon } from './icons';
import { said } from './store';
import type { Entry, Result } from './types';
import { Shown } from './viewers/shown';
import { viewName, viewsOf, type Sent, type View } from './viewers/views';
import { ago, bytes, duration } from './words';

interface ResultProps {
  entry: Entry;
  result: Result | null;
  sent: Sent;
  isRunning: boolean;
  count: number;
  sendOn: (blob: Blob, name: string) => Promise<void>;
  keep: (blob: Blob, name: string) => Promise<string>;
}

export function ResultZone({ entry, result, sent, isRunning, count, sendOn, keep }: ResultProps) {
  const views = result ? viewsOf(entry, result, sent) : [];
  const [chosen, setChosen] = useState<View | 'runs' | null>(null);
  useEffect(() => setChosen(null), [result?.requestId]);
  const view = chosen && (chosen === 'runs' || views.includes(chosen)) ? chosen : views[0];
  return (
    <>
      <header>
        <h2 class="vh" id="h-re">Result</h2>
        <div class="tabs" role="tablist" aria-label="Result views">
          {views.map((one) => (
            <button type="button" key={one} role="tab" aria-selected={view === one} onClick={() => setChosen(one)}>{viewName(one)}</button>
          ))}
          {count > 0 && <button type="button" role="tab" aria-selected={view === 'runs'} onClick={() => setChosen('runs')}>Runs <small>{count}</small></button>}
          {!views.length && !count && <span class="muted pad">Result</span>}
        </div>
      </header>
      <div class={`shown ${isRunning ? 'dim' : ''}`}>
        {view === 'runs' ? <Before id={entry.id} /> : result && view ? <Shown view={view} result={result} sent={sent} sendOn={sendOn} /> : <Empty entry={entry} isRunning={isRunning} />}
        {isRunning && result?.kind !== 'events' && <div class="busy" role="status"><span class="spin" /> Running …</div>}
      </div>
      {result && view !== 'runs' && <Figures result={result} source={sent.source} sendOn={sendOn} keep={keep} />}
    </>
  );
}

function Empty({ entry, isRunning }: { entry: Entry; isRunning: boolean }) {
  if (isRunning) return <div class="empty" />;
  const gives = { file: 'a file', json: 'JSON', events: 'a stream of events', 'json or events': 'JSON, or a stream', nothing: 'nothing but its status' }[entry.gives];
  return (
    <div class="empty">
      <p>The answer is {gives}. It will be shown here.</p>
      {entry.example && <p class="muted">{entry.files.length ? 'Give it a file' : 'Fill in the form'}, or start from the example; then press Run.</p>}
    </div>
  );
}

function Before({ id }: { id: string }) {
  return (
    <ul class="list pad">
      {runs.value.filter((one) => one.operation === id).map((one) => (
        <li key={one.id}>
          <a href={`/ops/${id}?run=${one.id}`}>
            <span class="what"><b>{one.files.join(', ') || Object.entries(one.values).slice(0, 3).map(([name, value]) => `${name}: ${String(typeof value === 'object' ? '…' : value).slice(0, 30)}`).join(', ') || 'defaults'}</b> <span>{one.result.error?.code ?? duration(one.result.milliseconds)}</span></span>
            <time>{ago(one.at)}</time>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Figures({ result, source, sendOn, keep }: { result: Result; source: File | null; sendOn: ResultProps['sendOn']; keep: ResultProps['keep'] }) {
  const { blob } = result;
  const name = result.name ?? 'result';
  const kind = (type: string) => type.split(/[/;]/)[0];
  const less = blob && source && kind(blob.type) === kind(source.type) ? 1 - blob.size / source.size : null;
  const [note, setNote] = useState('');
  useEffect(() => setNote(''), [result]);
  const download = () => {
    const content = blob ?? new Blob([JSON.stringify(result.json ?? result.events, null, 2)], { type: 'application/json' });
    const anchor = document.createElement('a');
    anchor.href = URL.createObjectURL(content);
    anchor.download = blob ? name : 'result.json';
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  };
  const store = async () => {
    if (!blob) return;
    const told = await keep(blob, name);
    setNote(told);
    said.value = told;
  };
  return (
    <div class="facts" role="status">
      {blob && <span><b>{bytes(blob.size)}</b> {result.mediaType?.split(';')[0]}</span>}
      {!blob && <span><b>{result.status}</b></span>}
      {less !== null && less > 0.01 && <span class="ok">{(less * 100).toFixed(1)} % smaller</span>}
      {result.milliseconds > 0 && <span class="muted">{duration(result.milliseconds)}</span>}
      {result.cache === 'hit' && <span class="muted">from the cache</span>}
      {note && <span class="muted">{note}</span>}
      <span class="grow" />
      <button type="button" class="btn" onClick={download}><Icon name="down" /> Download</button>
      {blob && <button type="button" class="btn sq" aria-label="Keep as a file" title="Keep as a file" onClick={() => void store()}><Icon name="file" /></button>}
      {blob && <button type="button" class="btn" onClick={() => void sendOn(blob, name)}><Icon name="send" /> Send to…</button>}
    </div>
  );
}
