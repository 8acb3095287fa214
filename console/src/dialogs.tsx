/** The key, the keyboard, and the menu of small screens. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { checkKey } from './api';
import { forgetRuns } from './history';
import { dialog, key, limit, me, said, setKey, setSingleKeys, singleKeys } from './store';
import { Places } from './rail';

interface WindowProps {
  name: 'key' | 'keys' | 'menu';
  title: string;
  children: ComponentChildren;
}

function Window({ name, title, children }: WindowProps) {
  const box = useRef<HTMLDialogElement>(null);
  const isOpen = dialog.value === name;
  useEffect(() => {
    if (isOpen) box.current?.showModal();
    else if (box.current?.open) box.current.close();
  }, [isOpen]);
  return (
    <dialog class="win" ref={box} aria-labelledby={`w-${name}`} onClose={() => dialog.value === name && (dialog.value = null)} onClick={(event) => event.target === box.current && (dialog.value = null)}>
      <h2 id={`w-${name}`}>{title}</h2>
      {isOpen && children}
    </dialog>
  );
}

export function KeyDialog() {
  return (
    <Window name="key" title="API key">
      {key.value ? <KeyAbout /> : <KeyForm />}
    </Window>
  );
}

function KeyForm() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    const wrong = await checkKey(text.trim());
    setBusy(false);
    if (wrong) setProblem(wrong);
    else {
      dialog.value = null;
      said.value = 'The key is accepted';
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void check(); }}>
      <p>Paste a key once. It stays in this tab until you close it, is sent as a header only, and is never part of an address.</p>
      <div class={`f ${problem ? 'bad' : ''}`}>
        <label for="key-in">Key</label>
        <input id="key-in" class="in mono" type="password" autocomplete="off" placeholder="ff_…" required value={text} aria-describedby={problem ? 'key-wrong' : undefined} onInput={(event) => setText(event.currentTarget.value)} />
        {problem && <p class="msg" id="key-wrong" role="alert">{problem}</p>}
      </div>
      <p class="muted">No key yet? <code>make up</code> prints one, and <code>flowforge keys add NAME</code> makes one.</p>
      <div class="acts">
        <button type="submit" class="btn run" disabled={busy}>{busy ? 'Checking …' : 'Use this key'}</button>
        <button type="button" class="btn" onClick={() => (dialog.value = null)}>Cancel</button>
      </div>
    </form>
  );
}

function KeyAbout() {
  const forget = async () => {
    setKey('');
    me.value = null;
    limit.value = null;
    await forgetRuns();
    dialog.value = null;
    said.value = 'Key and history are forgotten';
  };
  return (
    <>
      <dl class="kv">
        <dt>Consumer</dt><dd>{me.value?.name ?? 'unknown'}</dd>
        <dt>Tier</dt><dd>{me.value?.tier ?? 'unknown'}</dd>
        {limit.value && <><dt>Left this minute</dt><dd>{limit.value.left} of {limit.value.limit}</dd></>}
      </dl>
      <div class="acts">
        <button type="button" class="btn" onClick={() => (setKey(''), (me.value = null))}>Use another key</button>
        <button type="button" class="btn" onClick={() => void forget()}>Forget key and history</button>
        <button type="button" class="btn" onClick={() => (dialog.value = null)}>Close</button>
      </div>
    </>
  );
}

const KEYS = [
  ['/ or Ctrl K', 'find an operation'],
  ['Ctrl Enter', 'run'],
  ['Esc', 'cancel, or close'],
  ['g h, g f, g r, g j', 'home, files, runs, jobs'],
  ['i, p, o', 'go to input, parameters, result'],
  ['c', 'copy the code'],
  ['.', 'favorite'],
  ['1 to 9', 'open a favorite, on the home page'],
  ['?', 'this list'],
] as const;

export function KeysDialog() {
  return (
    <Window name="keys" title="Keyboard">
      <dl class="keys">
        {KEYS.map(([press, does]) => <><dt><kbd>{press}</kbd></dt><dd>{does}</dd></>)}
      </dl>
      <label class="sw">
        <input type="checkbox" role="switch" checked={singleKeys.value} onChange={() => setSingleKeys(!singleKeys.value)} />
        <span>single keys</span>
      </label>
      <div class="acts"><button type="button" class="btn" onClick={() => (dialog.value = null)}>Close</button></div>
    </Window>
  );
}

export function MenuDialog() {
  return (
    <Window name="menu" title="FlowForge">
      <nav class="rail inside" aria-label="Menu"><Places /></nav>
      <div class="acts">
        <button type="button" class="btn" onClick={() => (dialog.value = 'key')}>{key.value ? `Key: ${me.value?.name ?? 'set'}` : 'Enter a key'}</button>
        <button type="button" class="btn" onClick={() => (dialog.value = null)}>Close</button>
      </div>
    </Window>
  );
}
