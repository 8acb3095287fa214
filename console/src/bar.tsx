import { Brand, Icon } from './icons';
import { find } from './rail';
import { dialog, key, limit, me, setTheme, theme } from './store';

export function Bar() {
  const isDark = theme.value === 'dark';
  return (
    <header class="bar">
      <a class="brand" href="/" aria-label="FlowForge, home"><Brand /><span>FlowForge</span></a>
      <button type="button" class="find" aria-label="Find an operation" onClick={() => find()}>
        <Icon name="search" /><span>Find an operation</span><kbd>/</kbd>
      </button>
      <div class="tools">
        <Quota />
        <a class="tool not-s" href="/files"><Icon name="file" /><span class="t">Files</span></a>
        <button type="button" class="tool" aria-label={isDark ? 'Light colors' : 'Dark colors'} onClick={() => setTheme(isDark ? 'light' : 'dark')}><Icon name="moon" /></button>
        <button type="button" class="tool only-s" aria-label="Menu: services, files, runs, key" onClick={() => (dialog.value = 'menu')}><Icon name="menu" /></button>
        <button type="button" class="tool key" onClick={() => (dialog.value = 'key')}>
          <Icon name="key" /><span>{key.value ? (me.value?.name ?? 'key') : 'Enter a key'}</span>
        </button>
      </div>
    </header>
  );
}

const FEW = 0.1;

function Quota() {
  const now = limit.value;
  if (!now) return null;
  const share = now.left / now.limit;
  const tier = me.value && me.value.tier !== 'limited' ? `${me.value.tier}, ` : '';
  return (
    <div class={`quota not-s ${share < FEW ? 'few' : ''}`}>
      <span>{tier}{now.left} of {now.limit} left this minute</span>
      <svg viewBox="0 0 56 4" aria-hidden="true"><rect width={56 * share} height="4" rx="2" /></svg>
    </div>
  );
}
