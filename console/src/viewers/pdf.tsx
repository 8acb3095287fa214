/** The pages of a PDF, with the places that an answer names on them, drawn by PDF.js, which is loaded when the first PDF is looked at. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import { boxesIn, pageSizes } from './boxes-in';
import { Polygons, Rows, useLists } from './places';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

interface Policy {
  createScriptURL(address: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}
const trusted = (window as unknown as { trustedTypes?: Factory }).trustedTypes?.createPolicy('flowforge', { createScriptURL: (address) => address });
// A worker's address counts as script: the policy lets this one through and nothing else makes one.
GlobalWorkerOptions.workerPort = new Worker((trusted?.createScriptURL(workerAddress) ?? workerAddress) as string, { type: 'module' });

const MOST_PAGES = 40;

type Opened = { document: PDFDocumentProxy } | { problem: string } | null;

function useDocument(blob: Blob): Opened {
  const [opened, setOpened] = useState<Opened>(null);
  useEffect(() => {
    let isGone = false;
    void blob.arrayBuffer().then(async (data) => {
      try {
        const document = await getDocument({ data, isEvalSupported: false, useWasm: false, enableXfa: false }).promise;
        if (isGone) await document.destroy();
        else setOpened({ document });
      } catch (error) {
        setOpened({ problem: `The pages cannot be shown: ${(error as Error).message}. The file can be downloaded.` });
      }
    });
    return () => {
      isGone = true;
    };
  }, [blob]);
  return opened;
}

export default function PdfView({ blob }: { blob: Blob }) {
  return <div class="pages" tabIndex={0} role="region" aria-label="Pages"><Pages blob={blob} /></div>;
}

/** The places of an answer over the pages that they are on, linked both ways with their rows. */
export function PdfPlaces({ blob, json }: { blob: Blob; json: unknown }) {
  const { boxes, choice } = useLists(boxesIn(json));
  const sizes = pageSizes(json);
  const [on, point] = useState<number | null>(null);
  const reveal = (at: number) => document.getElementById(`page-${boxes[at]?.page ?? 1}`)?.scrollIntoView({ block: 'nearest' });
  const over = (number: number, size: [number, number]) => (
    <svg class="over" viewBox={`0 0 ${(sizes.get(number) ?? size).join(' ')}`} preserveAspectRatio="none" aria-hidden="true">
      <Polygons boxes={boxes} shown={(box) => (box.page ?? 1) === number} on={on} point={point} />
    </svg>
  );
  return (
    <div class="split">
      <div class="pages" tabIndex={0} role="region" aria-label="Pages with places"><Pages blob={blob} over={over} /></div>
      <div class="rows">
        {choice}
        <Rows boxes={boxes} on={on} point={point} reveal={reveal} />
      </div>
    </div>
  );
}

/** Two files page by page: what was sent, and what came back. */
export function PdfPair({ before, after }: { before: Blob; after: Blob }) {
  return (
    <div class="pair-pages">
      <div class="pages" tabIndex={0} role="region" aria-label="Pages before"><p class="muted">Before</p><Pages blob={before} /></div>
      <div class="pages" tabIndex={0} role="region" aria-label="Pages after"><p class="muted">After</p><Pages blob={after} /></div>
    </div>
  );
}

type Over = (number: number, size: [number, number]) => ComponentChildren;

function Pages({ blob, over }: { blob: Blob; over?: Over }) {
  const opened = useDocument(blob);
  if (!opened) return <p class="muted pad">Opening …</p>;
  if ('problem' in opened) return <p class="muted pad">{opened.problem}</p>;
  const { document } = opened;
  const count = Math.min(document.numPages, MOST_PAGES);
  return (
    <>
      {Array.from({ length: count }, (_, at) => <PageImage key={at} document={document} number={at + 1} over={over} />)}
      {document.numPages > count && <p class="muted">{document.numPages - count} more pages: download the file to see them.</p>}
    </>
  );
}

function PageImage({ document, number, over }: { document: PDFDocumentProxy; number: number; over: Over | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<[number, number] | null>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      void draw(document, number, target).then(setSize);
    });
    watch.observe(target);
    return () => watch.disconnect();
  }, [document, number]);
  return (
    <figure id={over && `page-${number}`}>
      <div class="sheet">
        <canvas ref={canvas} width={595} height={842} role="img" aria-label={`Page ${number}`} />
        {size && over?.(number, size)}
      </div>
      <figcaption>{number} of {document.numPages}</figcaption>
    </figure>
  );
}

/** Draw a page and return its size in points. */
async function draw(document: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement): Promise<[number, number]> {
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(2, 1400 / natural.width) });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  await page.render({ canvas, viewport }).promise;
  return [natural.width, natural.height];
}
