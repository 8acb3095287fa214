/** Texts, pages of HTML, event streams, raw bytes. */
import { useEffect, useState } from 'preact/hooks';
import type { Result, ServerEvent } from '../types';
import { useAddress } from './pictures';

const MOST_CHARACTERS = 500_000;

export function useText(blob: Blob | undefined): string {
  const [text, setText] = useState('');
  useEffect(() => {
    void blob?.slice(0, 4 * MOST_CHARACTERS).text().then(setText);
  }, [blob]);
  return text;
}

export function TextView({ text }: { text: string }) {
  const rest = text.length - MOST_CHARACTERS;
  return (
    <div class="textview" tabIndex={0} role="region" aria-label="Text">
      <pre>{text.slice(0, MOST_CHARACTERS)}</pre>
      {rest > 0 && <p class="muted">{rest} more characters: download the file to see them.</p>}
    </div>
  );
}

/** HTML that nobody trusts: in a frame without any right. */
export function PageView({ blob }: { blob: Blob }) {
  const address = useAddress(blob);
  return address ? <iframe class="page" sandbox="" src={address} title="Preview of the HTML" /> : null;
}

/** What an event says as text: a token of a language model, or a piece of an answer. */
function tokenOf(event: ServerEvent): string {
  const data = event.data as Record<string, unknown> | string | null;
  if (typeof data !== 'object' || data === null) return '';
  const choice = (data['choices'] as { delta?: { content?: string }; text?: string }[] | undefined)?.[0];
  if (choice) return choice.delta?.content ?? choice.text ?? '';
  const delta = data['delta'];
  if (typeof delta === 'string') return delta;
  if (typeof delta === 'object' && delta !== null && typeof (delta as { text?: unknown }).text === 'string') return (delta as { text: string }).text;
  return '';
}

export function StreamView({ result }: { result: Result }) {
  const events = result.events ?? [];
  const tokens = events.map(tokenOf);
  const text = tokens.join('');
  const count = tokens.filter(Boolean).length;
  const rate = result.milliseconds ? `, ${((count * 1000) / result.milliseconds).toFixed(1)} a second` : '';
  return (
    <div class="stream" tabIndex={0} role="region" aria-label="Stream">
      {text ? (
        <>
          <p class="muted">{count} pieces{rate}</p>
          <p class="tokens">{text}</p>
        </>
      ) : (
        <p class="muted">{events.length} events</p>
      )}
      <ol class="events">
        {events.slice(-200).map((event, at) => (
          <li key={at}><code>{event.name}</code> <span>{JSON.stringify(event.data).slice(0, 300)}</span></li>
        ))}
      </ol>
    </div>
  );
}

const ROW_BYTES = 16;
const MOST_ROWS = 512;

export function BytesView({ blob }: { blob: Blob }) {
  const [rows, setRows] = useState<string[]>([]);
  useEffect(() => {
    void blob.slice(0, ROW_BYTES * MOST_ROWS).arrayBuffer().then((buffer) => setRows(dump(new Uint8Array(buffer))));
  }, [blob]);
  return (
    <div class="textview" tabIndex={0} role="region" aria-label="Bytes">
      <pre>{rows.join('\n')}</pre>
      {blob.size > ROW_BYTES * MOST_ROWS && <p class="muted">The first {ROW_BYTES * MOST_ROWS} of {blob.size} bytes.</p>}
    </div>
  );
}

function dump(content: Uint8Array): string[] {
  const rows: string[] = [];
  for (let at = 0; at < content.length; at += ROW_BYTES) {
    const part = [...content.slice(at, at + ROW_BYTES)];
    const hex = part.map((one) => one.toString(16).padStart(2, '0')).join(' ');
    const text = part.map((one) => (one > 31 && one < 127 ? String.fromCharCode(one) : '.')).join('');
    rows.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(ROW_BYTES * 3)} ${text}`);
  }
  return rows;
}

