/** Formulas, set as MathML by Temml, which is loaded when the first formula is looked at. */
import { useEffect, useRef } from 'preact/hooks';
import temml from 'temml';
import type { FoundFormula } from './views';

export default function Formulas({ formulas }: { formulas: FoundFormula[] }) {
  return (
    <div class="formulas" tabIndex={0} role="region" aria-label="Formulas">
      {formulas.map((one, at) => (
        <figure key={at}>
          <figcaption>{one.name}</figcaption>
          <Formula latex={one.latex} />
          <p class="row"><code>{one.latex}</code><button type="button" class="set" onClick={() => void navigator.clipboard.writeText(one.latex)}>copy LaTeX</button></p>
        </figure>
      ))}
    </div>
  );
}

function Formula({ latex }: { latex: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) temml.render(latex, box.current, { displayMode: true, throwOnError: false });
  }, [latex]);
  return <div class="formula" ref={box} />;
}
