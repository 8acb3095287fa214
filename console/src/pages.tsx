/** The pages of a service, of all runs, and of the kept files. */
import { useEffect, useState } from 'preact/hooks';
import { call, errorOf, keep, type KeptFile } from './api';
import { forgetRuns, runs } from './history';
import { OperationLink, RunLine } from './home';
import { Icon, iconOf } from './icons';
import { catalog, dialog, go, key, said, waiting } from './store';
import type { Row } from './types';
import { bytes } from './words';

const useTitle = (title: string) => useEffect(() => { document.title = `${title} · FlowForge`; }, [title]);

export function ServicePage({ name }: { name: string }) {
  useTitle(name);
  const [words, setWords] = useState('');
  const service = catalog.value?.services.find((one) => one.name === name);
  const own = (catalog.value?.operations ?? []).filter((row) => row.id.startsWith(`${name}.`));
  const found = own.filter((row) => `${row.id} ${row.summary}`.toLowerCase().includes(words.toLowerCase()));
  const groups = new Map<string, Row[]>();
  for (const row of found) {
    const parts = row.id.split('.');
    const group = parts.length > 2 ? parts[1]! : '';
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero">
        <nav class="crumb" aria-label="Breadcrumb"><a href="/">Services</a></nav>
        <h1><Icon name={iconOf(name)} /> {name}</h1>
        <p class="lead">{service?.description}</p>
        <div class="row gap">
          <input class="in narrow" type="search" aria-label="Filter operations" placeholder="Filter" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
          <span class="muted">{found.length} operations</span>
        </div>
      </div>
      {[...groups].map(([group, list]) => (
        <section key={group} aria-label={group || name}>
          {group && <h2 class="h2 sec">{group.replace(/_/g, ' ')}</h2>}
          <div class="ops cards">{list.map((row) => <OperationLink key={row.id} row={row} />)}</div>
        </section>
      ))}
    </main>
  );
}

export function RunsPage() {
  useTitle('Runs');
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero"><h1>Runs</h1></div>
      <div class="row gap">
        <p class="muted">The last {runs.value.length} runs of this browser, without secrets. They open without running again.</p>
        {runs.value.length > 0 && <button type="button" class="btn" onClick={() => void forgetRuns()}>Forget all</button>}
      </div>
      <ul class="list narrowlist">{runs.value.map((run) => <RunLine key={run.id} run={run} />)}</ul>
    </main>
  );
}

export function FilesPage() {
  useTitle('Files');
  const [files, setFiles] = useState<KeptFile[] | null>(null);
  const [problem, setProblem] = useState('');
  const load = async () => {
    const answer = await call('/api/v1/files').catch(() => null);
    if (!answer) setProblem('FlowForge does not answer.');
    else if (answer.ok) {
      setFiles(((await answer.json()) as { files: KeptFile[] }).files);
      setProblem('');
    } else setProblem((await errorOf(answer)).message);
  };
  useEffect(() => {
    setProblem('');
    if (key.value) void load();
  }, [key.value]);
  const add = async (list: FileList | null) => {
    for (const file of list ?? []) {
      await keep(file, file.name).catch((error: { message: string }) => setProblem(error.message));
    }
    await load();
  };
  const remove = async (file: KeptFile) => {
    const answer = await call(`/api/v1/files/${file.file_id}`, { method: 'DELETE' });
    if (!answer.ok) setProblem((await errorOf(answer)).message);
    said.value = `${file.name} is deleted`;
    await load();
  };
  const sign = async (file: KeptFile) => {
    const answer = await call(`/api/v1/files/${file.file_id}/sign`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    if (!answer.ok) {
      setProblem((await errorOf(answer)).message);
      return;
    }
    await navigator.clipboard.writeText(((await answer.json()) as { url: string }).url);
    said.value = 'A signed address was copied: it opens without a key';
  };
  const use = (file: KeptFile) => {
    waiting.value = [{ kind: 'kept', id: file.file_id, name: file.name, bytes: file.bytes }];
    go('/');
  };
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero"><h1>Files</h1></div>
      {!key.value ? (
        <p><button type="button" class="btn" onClick={() => (dialog.value = 'key')}><Icon name="key" /> Enter a key</button> to see the files that are kept for it.</p>
      ) : (
        <>
          <div class="row gap">
            <label class="btn run">Keep a file<input class="vh" type="file" multiple aria-label="Keep a file" onChange={(event) => void add(event.currentTarget.files)} /></label>
            <p class="muted">Kept once, a file is passed on by its id.</p>
          </div>
          {problem && <p class="alert" role="alert">{problem}</p>}
          {files && (files.length ? <FileTable files={files} use={use} sign={sign} remove={remove} /> : <p class="muted">No file is kept.</p>)}
        </>
      )}
    </main>
  );
}

interface FileTableProps {
  files: KeptFile[];
  use: (file: KeptFile) => void;
  sign: (file: KeptFile) => Promise<void>;
  remove: (file: KeptFile) => Promise<void>;
}

function FileTable({ files, use, sign, remove }: FileTableProps) {
  return (
    <div class="wide">
      <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col" class="n">Size</th><th scope="col">Expires</th><th scope="col">Id</th><th scope="col">Actions</th></tr></thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.file_id}>
              <td><b>{file.name}</b></td>
              <td>{file.media_type}</td>
              <td class="n">{bytes(file.bytes)}</td>
              <td>{file.expires_at ? new Date(file.expires_at).toLocaleString('en') : 'never'}</td>
              <td><code>{file.file_id}</code></td>
              <td class="acts">
                <button type="button" class="btn" onClick={() => use(file)}>Use</button>
                <button type="button" class="btn" onClick={() => void sign(file)}>Copy address</button>
                <button type="button" class="btn" aria-label={`Delete ${file.name}`} onClick={() => void remove(file)}>Delete</button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
