/** An error that explains itself: what, where, and what to do. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icons';
import { dialog } from './store';
import type { Result } from './types';

export function Failure({ result, again }: { result: Result; again: () => void }) {
  const error = result.error!;
  const field = error.details.find((one) => one.field)?.field;
  const support = [`code: ${error.code}`, `status: ${result.status}`, `request: ${error.requestId}`, `message: ${error.message}`].join('\n');
  return (
    <div class="fail" role="alert">
      <h3><Icon name="alert" /> <span>{error.message}</span></h3>
      <p>{adviceFor(result)}</p>
      <dl>
        <dt>Code</dt>
        <dd><code>{error.code}</code> <a class="link" href={`/docs/errors#${error.code}`}>what it means</a></dd>
        {result.status > 0 && <dt>Status</dt>}
        {result.status > 0 && <dd>{result.status}, {error.retryable ? 'sending it again later may work' : 'sending it again unchanged gives the same answer'}</dd>}
        {error.requestId && <dt>Request</dt>}
        {error.requestId && <dd><code>{error.requestId}</code></dd>}
      </dl>
      <div class="acts">
        {field && <button type="button" class="btn" onClick={() => focusField(field)}><Icon name="arrows" /> Go to the field</button>}
        {(result.status === 401 || result.status === 403) && <button type="button" class="btn" onClick={() => (dialog.value = 'key')}><Icon name="key" /> Enter a key</button>}
        {result.retryAt && <Again at={result.retryAt} again={again} />}
        <button type="button" class="btn" onClick={() => void navigator.clipboard.writeText(support)}><Icon name="copy" /> Copy for support</button>
      </div>
    </div>
  );
}

function adviceFor(result: Result): string {
  if (result.status === 401) return 'FlowForge needs a key for this call.';
  if (result.status === 429) return 'The limit of this key is reached for the moment.';
  if (!result.status && result.error?.code !== 'UNREACHABLE') return 'Nothing was sent.';
  if (result.status >= 500 || !result.status) return 'Your input is kept here.';
  return 'Nothing was changed. Your input is kept here.';
}

function Again({ at, again }: { at: number; again: () => void }) {
  const [left, setLeft] = useState(Math.max(0, at - Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, at - Date.now())), 500);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <button type="button" class="btn" disabled={left > 0} onClick={again}>
      <Icon name="again" /> {left > 0 ? `Again in ${Math.ceil(left / 1000)} s` : 'Run again'}
    </button>
  );
}

export function focusField(field: string): void {
  const parts = field.replace(/\[(\d+)\]/g, '.$1').split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = document.getElementById(`field-${parts.slice(0, length).join('.')}`);
    if (found) {
      for (let parent = found.parentElement; parent; parent = parent.parentElement) if (parent instanceof HTMLDetailsElement) parent.open = true;
      found.scrollIntoView({ block: 'center' });
      found.querySelector<HTMLElement>('input, select, textarea')?.focus();
      return;
    }
  }
}
