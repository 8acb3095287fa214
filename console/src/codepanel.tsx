import { useState } from 'preact/hooks';
import { codeOf, LANGUAGES, type Language } from './code';
import { Icon } from './icons';
import type { Inputs } from './request';
import { withPlaceholders } from './schema';
import { said } from './store';
import type { Entry, Values } from './types';

export function Code({ entry, values, inputs }: { entry: Entry; values: Values; inputs: Inputs }) {
  const [language, setLanguage] = useState<Language>((localStorage.getItem('language') as Language | null) ?? 'curl');
  const [isOpen, setOpen] = useState(true);
  const text = codeOf(LANGUAGES.includes(language) ? language : 'curl', entry, withPlaceholders(values, entry), inputs);
  const choose = (one: Language) => {
    setLanguage(one);
    setOpen(true);
    localStorage.setItem('language', one);
  };
  const copy = () => {
    void navigator.clipboard.writeText(text);
    said.value = 'The code was copied';
  };
  return (
    <section class="code" aria-label="The same call as code">
      <header>
        <div class="row" role="tablist" aria-label="Language">
          {LANGUAGES.map((one) => (
            <button type="button" key={one} class="t" role="tab" aria-selected={one === language} onClick={() => choose(one)}>{one}</button>
          ))}
        </div>
        <span class="grow" />
        <button type="button" class="btn ghost" id="copy-code" onClick={copy}><Icon name="copy" /> Copy</button>
        <button type="button" class="btn ghost sq" aria-label={isOpen ? 'Hide the code' : 'Show the code'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? '▾' : '▸'}</button>
      </header>
      {isOpen && <pre tabIndex={0}>{colored(text)}</pre>}
    </section>
  );
}

const PIECES = /("(?:[^"\\\n]|\\.)*"|'[^']*')|\b(from|import|const|await|new|if|throw|curl)\b/g;

function colored(text: string) {
  const parts: preact.ComponentChild[] = [];
  let at = 0;
  for (const found of text.matchAll(PIECES)) {
    parts.push(text.slice(at, found.index), <span class={found[1] ? 's' : 'k'}>{found[0]}</span>);
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}
