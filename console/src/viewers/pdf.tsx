/** The pages of a PDF, drawn by PDF.js, which is loaded when the first PDF is looked at. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
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

export default function PdfView({ blob }: { blob: Blob }) {
  const [document, setDocument] = useState<PDFDocumentProxy | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let isGone = false;
    void blob.arrayBuffer().then(async (data) => {
      try {
        const opened = await getDocument({ data, isEvalSupported: false, useWasm: false, enableXfa: false }).promise;
        if (isGone) await opened.destroy();
        else setDocument(opened);
      } catch (error) {
        setProblem(`The pages cannot be shown: ${(error as Error).message}. The file can be downloaded.`);
      }
    });
    return () => {
      isGone = true;
    };
  }, [blob]);
  if (problem) return <p class="muted pad">{problem}</p>;
  if (!document) return <p class="muted pad">Opening …</p>;
  const count = Math.min(document.numPages, MOST_PAGES);
  return (
    <div class="pages" tabIndex={0} role="region" aria-label="Pages">
      {Array.from({ length: count }, (_, at) => <PageImage key={at} document={document} number={at + 1} />)}
      {document.numPages > count && <p class="muted">{document.numPages - count} more pages: download the file to see them.</p>}
    </div>
  );
}

function PageImage({ document, number }: { document: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      void draw(document, number, target);
    });
    watch.observe(target);
    return () => watch.disconnect();
  }, [document, number]);
  return (
    <figure>
      <canvas ref={canvas} width={595} height={842} role="img" aria-label={`Page ${number}`} />
      <figcaption>{number} of {document.numPages}</figcaption>
    </figure>
  );
}

async function draw(document: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement): Promise<void> {
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(2, 1400 / natural.width) });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  await page.render({ canvas, viewport }).promise;
}
