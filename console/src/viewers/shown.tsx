/** A result in the views that it has. */
import type { ComponentChildren } from 'preact';
import { Suspense, lazy } from 'preact/compat';
import type { Result, Values } from '../types';
import { Archive } from './archive';
import { AudioView, segmentsIn } from './audio';
import { Plots, VectorMap } from './charts';
import { Marks } from './marks';
import { marksIn, pairIn } from './pairs';
import { Boxes, Compare, Picture } from './pictures';
import { rowsOf, Tables } from './table';
import { BytesView, PageView, StreamView, TextView, useText } from './texts';
import { Tree } from './tree';
import { filesIn, formulasIn, seriesIn, tablesIn, textIn, vectorsIn, type Sent, type View } from './views';

const PdfView = lazy(() => import('./pdf'));
const PdfPlaces = lazy(() => import('./pdf').then((module) => ({ default: module.PdfPlaces })));
const PdfPair = lazy(() => import('./pdf').then((module) => ({ default: module.PdfPair })));
const Formulas = lazy(() => import('./formulas'));
const Differences = lazy(() => import('./differences'));

interface ShownProps {
  view: View;
  result: Result;
  sent: Sent;
  sendOn: (blob: Blob, name: string) => Promise<void>;
}

const Later = ({ children }: { children: ComponentChildren }) => <Suspense fallback={<p class="muted pad">Opening …</p>}>{children}</Suspense>;

export function Shown({ view, result, sent, sendOn }: ShownProps) {
  const { blob } = result;
  if (view === 'tree') return <Tree value={result.kind === 'events' ? result.events : result.json} />;
  if (view === 'report') return <Tree value={result.report} />;
  if (view === 'stream') return <StreamView result={result} />;
  if (view === 'boxes' && sent.source) return <Places source={sent.source} json={result.json ?? result.report} />;
  if (result.kind === 'json') return <Answer view={view} json={result.json} sent={sent} />;
  if (!blob) return <p class="muted pad">Done. There is nothing to show.</p>;
  if (view === 'compare' && sent.source) return <Compare before={sent.source} after={blob} />;
  if (view === 'picture') return <Picture blob={blob} name={result.name ?? 'Result'} />;
  if (view === 'pdf') return <Later><PdfView blob={blob} /></Later>;
  if (view === 'pages' && sent.source) return <Later><PdfPair before={sent.source} after={blob} /></Later>;
  if (view === 'archive') return <Archive blob={blob} sendOn={sendOn} />;
  if (view === 'audio') return <AudioView blob={blob} />;
  if (view === 'page') return <PageView blob={blob} />;
  if (view === 'table' && result.json !== undefined) return <Tables tables={tablesIn(result.json)} />;
  if (view === 'table') return <FileTable blob={blob} mark={result.mediaType?.includes('tab') ? '\t' : ','} />;
  if (view === 'text') return <FileText blob={blob} />;
  return <BytesView blob={blob} />;
}

/** A JSON answer in one of its views. */
function Answer({ view, json, sent }: { view: View; json: unknown; sent: Sent }) {
  if (view === 'table') return <Tables tables={tablesIn(json)} />;
  if (view === 'plot') return <Plots series={seriesIn(json)} />;
  if (view === 'map') return <VectorMap vectors={vectorsIn(json) ?? []} labels={labelsOf(sent.values)} />;
  if (view === 'files') return <FoundFiles json={json} />;
  if (view === 'formula') return <Later><Formulas formulas={formulasIn(json)} /></Later>;
  const marked = view === 'marks' && marksIn(json, sent.values);
  if (marked) return <Marks marked={marked} />;
  const pair = view === 'changes' && pairIn(json, sent.values);
  if (pair) return <Later><Differences pair={pair} /></Later>;
  if (view === 'audio' && sent.source) return <AudioView blob={sent.source} segments={segmentsIn(json)} />;
  return <TextView text={textIn(json) ?? ''} />;
}

function Places({ source, json }: { source: File; json: unknown }) {
  return source.type.startsWith('image/') ? <Boxes picture={source} json={json} /> : <Later><PdfPlaces blob={source} json={json} /></Later>;
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
