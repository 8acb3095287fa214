/** The start: two doors, a file or a task; then favorites, recent runs, services. */
import { useEffect, useState } from 'preact/hooks';
import { takesFile } from './find';
import { runs } from './history';
import { Icon, iconOf } from './icons';
import { find } from './rail';
import { catalog, dialog, favorites, key, rows, unreachable, waiting } from './store';
import type { Input, Row } from './types';
import { ago, duration, firstSentence, nameOf } from './words';

const SHOWN = 6;
const EXAMPLES = ['image.resize', 'crypto.hash', 'math.solve', 'pdf.from_markdown', 'data.query', 'llm.summarize'];

export function Home() {
  useEffect(() => {
    document.title = 'FlowForge';
  }, []);
  useDrop();
  if (waiting.value.length) return <Suggestions />;
  const examples = EXAMPLES.map((id) => rows.value.get(id)).filter((row) => row !== undefined).slice(0, 4);
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero">
        <h1>Start from a file, or from a task.</h1>
        <div class="start">
          <label class="drop">
            <span class="well"><Icon name="up" /></span>
            <span>
              <strong>Drop a file anywhere</strong>
              <span class="about">You then see every operation that takes it. Paste works too, or <span class="link">choose one</span>.</span>
            </span>
            <input class="vh" type="file" multiple aria-label="Choose files" onChange={(event) => accept(event.currentTarget.files)} />
          </label>
          <div class="say">
            <strong>Say what you need</strong>
            <button type="button" class="find" onClick={() => find()}>
              <Icon name="search" /><span>make a photo smaller, merge PDFs, check a JWT…</span><kbd>/</kbd>
            </button>
            <div class="chips">
              <span>New here? Run one:</span>
              {examples.map((row) => <a key={row.id} class="chip" href={`/ops/${row.id}#example`}>{nameOf(row.id)}</a>)}
            </div>
          </div>
        </div>
      </div>
      {!key.value && <FirstKey />}
      <div class="band">
        <Favorites />
        <Recent />
      </div>
      <Services />
    </main>
  );
}

/** Before the first key: where it comes from. Everything but a run works without one. */
function FirstKey() {
  return (
    <p class="note first">
      <Icon name="key" />
      <span>Look around freely; to run something, FlowForge needs a key. <code>make up</code> printed one where it was started, and <code>flowforge keys add NAME</code> makes another.</span>
      <button type="button" class="btn" onClick={() => (dialog.value = 'key')}>Enter the key</button>
    </p>
  );
}

function accept(files: FileList | null | undefined): void {
  if (files?.length) waiting.value = [...files].map((file): Input => ({ kind: 'local', file }));
}

function useDrop(): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      accept(event.dataTransfer?.files);
    };
    const paste = (event: ClipboardEvent) => accept(event.clipboardData?.files);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, []);
}

/** A file waits: the operations that take its type, those that say so first. */
function Suggestions() {
  const [words, setWords] = useState('');
  const files = waiting.value;
  const first = files[0]!;
  const type = first.kind === 'local' ? first.file.type : '';
  const lower = words.toLowerCase();
  const found = (catalog.value?.operations ?? [])
    .map((row) => ({ row, fit: takesFile(row, type) * (files.length > 1 && row.takes !== 'files' ? 0.5 : 1) }))
    .filter(({ row, fit }) => fit > 0 && `${row.id} ${row.summary}`.toLowerCase().includes(lower))
    .sort((a, b) => b.fit - a.fit);
  const name = first.kind === 'local' ? first.file.name : 'the file';
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero">
        <h1>What shall be done with {files.length > 1 ? `${files.length} files` : name}?</h1>
        <div class="row gap">
          <input class="in narrow" type="search" aria-label="Filter operations" placeholder="Filter" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
          <button type="button" class="btn" onClick={() => (waiting.value = [])}>Another file</button>
          <span class="muted">{found.length} operations</span>
        </div>
      </div>
      <div class="ops cards">{found.map(({ row }) => <OperationLink key={row.id} row={row} />)}</div>
    </main>
  );
}

export function OperationLink({ row }: { row: Row }) {
  return (
    <a href={`/ops/${row.id}`}>
      <b><Icon name={iconOf(row.id.split('.')[0]!)} /> {nameOf(row.id)}</b>
      <span title={row.summary}>{firstSentence(row.summary)}</span>
    </a>
  );
}

function Favorites() {
  const found = favorites.value.map((id) => rows.value.get(id)).filter((row) => row !== undefined);
  return (
    <section aria-labelledby="fav">
      <h2 class="h2" id="fav">Favorites</h2>
      {found.length ? (
        <ul class="list">
          {found.slice(0, 9).map((row, at) => (
            <li key={row.id}><a href={`/ops/${row.id}`}><Icon name="star" /><span class="what"><b>{nameOf(row.id)}</b><span>{row.id.split('.')[0]}</span></span><kbd>{at + 1}</kbd></a></li>
          ))}
        </ul>
      ) : (
        <p class="muted">The star at an operation keeps it here.</p>
      )}
    </section>
  );
}

function Recent() {
  return (
    <section aria-labelledby="rec">
      <h2 class="h2" id="rec">Recent runs <small>in this browser only</small>{runs.value.length > 0 && <a class="link" href="/runs">All {runs.value.length}</a>}</h2>
      {runs.value.length ? (
        <ul class="list">{runs.value.slice(0, 5).map((run) => <RunLine key={run.id} run={run} />)}</ul>
      ) : (
        <p class="muted">What you run is kept here, without secrets.</p>
      )}
    </section>
  );
}

export function RunLine({ run }: { run: (typeof runs.value)[number] }) {
  const about = run.result.error ? run.result.error.code : [run.files[0], duration(run.result.milliseconds)].filter(Boolean).join(', ');
  return (
    <li>
      <a href={`/ops/${run.operation}?run=${run.id}`}>
        <span class="mini"><Icon name={run.result.error ? 'alert' : iconOf(run.operation.split('.')[0]!)} /></span>
        <span class="what"><b>{nameOf(run.operation)}</b><span>{about}</span></span>
        <time>{ago(run.at)}</time>
      </a>
    </li>
  );
}

function Services() {
  const known = catalog.value;
  if (!known) return <p class="muted" role="status">{unreachable.value ? 'FlowForge is starting …' : 'Loading …'}</p>;
  return (
    <div class="services">
      <h2 class="h2">Services <small>{known.operations.length} operations</small></h2>
      {known.services.map((service) => {
        const own = known.operations.filter((row) => row.id.startsWith(`${service.name}.`));
        const favorite = own.filter((row) => row.method === 'POST');
        return (
          <section class="svc" key={service.name} aria-labelledby={`s-${service.name}`}>
            <header>
              <h3 id={`s-${service.name}`}><Icon name={iconOf(service.name)} />{service.name}</h3>
              <p>{service.description}</p>
              <a class="link" href={`/s/${service.name}`}>All {own.length}</a>
            </header>
            <div class="ops">{spread(favorite.length ? favorite : own).map((row) => <OperationLink key={row.id} row={row} />)}</div>
          </section>
        );
      })}
    </div>
  );
}

/** Some of a list, spread over it: its beginning alone would be one letter of the alphabet. */
const spread = (list: Row[]): Row[] => (list.length <= SHOWN ? list : Array.from({ length: SHOWN }, (_, at) => list[Math.floor((at * list.length) / SHOWN)]!));

