/** A result in the views that it has. */
import { Suspense, lazy } from 'preact/compat';
import type { Entry, Result, Values } from '../types';
import { Plots, VectorMap } from './charts';
import { Boxes, Compare, Picture } from './pictures';
import { rowsOf, Tables } from './table';
import { AudioView, BytesView, PageView, StreamView, TextView, useText } from './texts';
import { Tree } from './tree';
import { filesIn, seriesIn, tablesIn, textIn, vectorsIn, type View } from './views';

const PdfView = lazy(() => import('./pdf'));

interface ShownProps {
  view: View;
  entry: Entry;
  result: Result;
  values: Values;
  picture: File | null;
}

export function Shown({ view, result, values, picture }: ShownProps) {
  const { blob, json } = result;
  if (view === 'tree') return <Tree value={result.kind === 'events' ? result.events : (result.json ?? result.report)} />;
  if (view === 'stream') return <StreamView result={result} />;
  if (view === 'boxes' && picture) return <Boxes picture={picture} json={json} />;
  if (view === 'table' && json !== undefined) return <Tables tables={tablesIn(json)} />;
  if (view === 'plot') return <Plots series={seriesIn(json)} />;
  if (view === 'map') return <VectorMap vectors={vectorsIn(json) ?? []} labels={labelsOf(values)} />;
  if (view === 'files') return <FoundFiles json={json} />;
  if (view === 'text' && json !== undefined) return <TextView text={textIn(json) ?? ''} />;
  if (!blob) return <p class="muted pad">Done. There is nothing to show.</p>;
  if (view === 'compare' && picture) return <Compare before={picture} after={blob} />;
  if (view === 'picture') return <Picture blob={blob} name={result.name ?? 'Result'} />;
  if (view === 'pdf') return <Suspense fallback={<p class="muted pad">Opening …</p>}><PdfView blob={blob} /></Suspense>;
  if (view === 'audio') return <AudioView blob={blob} />;
  if (view === 'page') return <PageView blob={blob} />;
  if (view === 'table') return <FileTable blob={blob} mark={result.mediaType?.includes('tab') ? '\t' : ','} />;
  if (view === 'text') return <FileText blob={blob} />;
  return <BytesView blob={blob} />;
}

function labelsOf(values: Values): string[] {
  const texts = ['input', 'texts'].map((name) => values[name]).find(Array.isArray) as unknown[] | undefined;
  return (texts ?? []).map(String);
}

function FileText({ blob }: { blob: Blob }) {
  return <TextView text={useText(blob)} />;
}

function FileTable({ blob, mark }: { blob: Blob; mark: string }) {
  const text = useText(blob);
  return <Tables tables={[{ name: 'rows', rows: rowsOf(text, mark) }]} />;
}

function FoundFiles({ json }: { json: unknown }) {
  return (
    <div class="pages">
      {filesIn(json).map((file, at) => {
        const blob = new Blob([Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0))], { type: file.media_type });
        return file.media_type.startsWith('image/') ? <Picture key={at} blob={blob} name={file.name} /> : <p key={at}>{file.name}</p>;
      })}
    </div>
  );
}
