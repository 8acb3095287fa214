const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.2 3.2',
  star: 'M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.4l-3.9 2.2.9-4.3-3.2-3 4.3-.5z',
  file: 'M4 1.8h5l3.5 3.5v9H4zM9 1.8v3.5h3.5',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.5V8l2.5 1.5',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  up: 'M8 11V2.5M4.5 5.500L8 2.200l3.500 3.300M2.500 10.500v3h11v-3',
  down: 'M8 2.5V11M4.5 8L8 11.3 11.5 8M2.5 13.5h11',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.3 4.3L11.2 8.8M9 11.5L7.5 13a3 3 0 0 1-4.3-4.3l1.5-1.5',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  play: 'M4.5 2.8v10.4L13 8z',
  stop: 'M4 4h8v8H4z',
  send: 'M2 8h10M8.5 4.5L12 8l-3.5 3.5M14 3v10',
  image: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3L10 9l4 3.5M10.5 6.2a.4.4 0 1 0 .001 0',
  crypto: 'M3.5 7h9v6.5h-9zM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2',
  math: 'M12 4V2.5H3.5L8.5 8l-5 5.5H12V12',
  llm: 'M2 3h12v8H7l-3 2.8V11H2z',
  files: 'M2 3.5h4.5L8 5.2h6v8H2z',
  pdf: 'M4 1.8h5l3.5 3.5v9H4zM9 1.8v3.5h3.5M6 8h4.5M6 10.5h4.5',
  ocr: 'M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M4.5 6h7M4.5 8h7M4.5 10h4',
  vector: 'M3 12.5a1 1 0 1 0 .001 0M12.5 3.5a1 1 0 1 0 .001 0M6 6a1 1 0 1 0 .001 0M9.5 10.5a1 1 0 1 0 .001 0M13 12.5a1 1 0 1 0 .001 0',
  data: 'M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10',
  jobs: 'M2 4h12M2 8h8M2 12h5M12 9v5M9.500 11.500h5',
  portal: 'M2 3h12v10H2zM2 6h12M4 4.5h.01M6 4.500h.01',
  key: 'M5 13.2a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM7 8.4L13.5 2M11 4.5l1.8 1.8',
  home: 'M2.5 7.5L8 2.5l5.5 5V14h-11z',
  alert: 'M8 1.8l6.5 11.7h-13zM8 6v3.5M8 11.7v.3',
  plus: 'M8 3v10M3 8h10',
  arrows: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  book: 'M8 4C6.5 2.8 4.5 2.5 2 2.5v10c2.5 0 4.5.3 6 1.5 1.5-1.2 3.5-1.5 6-1.5v-10c-2.5 0-4.5.3-6 1.5zM8 4v10',
  menu: 'M2 4.5h12M2 8h12M2 11.5h12',
  keys: 'M1.5 4h13v8.5h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 10h6',
  again: 'M13 5.5A5.8 5.8 0 1 0 13.8 9M13.5 2v3.8H9.7',
  close: 'M3.5 3.5l9 9M12.5 3.500l-9 9',
};

export type IconName = keyof typeof PATHS;

export const iconOf = (service: string): IconName => (service in PATHS ? (service as IconName) : 'file');

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`i ${name === 'star' ? 'star' : ''}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Brand() {
  return (
    <svg viewBox="0 0 22 22" fill="none" aria-hidden="true">
      <rect width="22" height="22" rx="5" fill="var(--accent)" />
      <path
        d="M5 7.5h4.5M5 14.5h4.5M9.5 7.5c3 0 2.5 3.5 5 3.5M9.5 14.5c3 0 2.5-3.500 5-3.500M14.500 11H17"
        stroke="var(--on)"
        stroke-width="1.8"
        stroke-linecap="round"
      />
    </svg>
  );
}
