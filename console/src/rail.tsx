/** Places: home, runs, files, services, and the operations of the service at hand. */
import { runs } from './history';
import { Icon, iconOf } from './icons';
import { catalog, path, query, dialog } from './store';
import { nameOf } from './words';

const MOST = 12;

export function Places() {
  const here = path.value;
  const services = catalog.value?.services ?? [];
  const service = here.startsWith('/ops/') ? here.slice(5).split('.')[0] : here.startsWith('/s/') ? here.slice(3) : '';
  const current = (address: string) => (here === address ? ('page' as const) : undefined);
  return (
    <>
      <div>
        <a href="/" aria-current={current('/')}><Icon name="home" />Home</a>
        <a href="/runs" aria-current={current('/runs')}><Icon name="clock" />Runs<small>{runs.value.length || ''}</small></a>
        <a href="/files" aria-current={current('/files')}><Icon name="files" />Files</a>
        <a href="/jobs" aria-current={current('/jobs')}><Icon name="jobs" />Jobs</a>
      </div>
      <div>
        <h2>Services</h2>
        {services.map(({ name }) => (
          <div key={name}>
            <a href={`/s/${name}`} aria-current={current(`/s/${name}`)}>
              <Icon name={iconOf(name)} />{name}
              <small>{catalog.value!.away.includes(name) ? 'away' : countOf(name)}</small>
            </a>
            {service === name && <Inside name={name} />}
          </div>
        ))}
      </div>
      <div class="foot">
        <a href="/guide"><Icon name="book" />Guide</a>
        <a href="/docs"><Icon name="book" />Reference</a>
        <button type="button" class="place" onClick={() => (dialog.value = 'keys')}><Icon name="keys" />Keyboard<small><kbd>?</kbd></small></button>
      </div>
    </>
  );
}

const ofService = (name: string) => (catalog.value?.operations ?? []).filter((row) => row.id.startsWith(`${name}.`));
const countOf = (name: string): number => ofService(name).length;

function Inside({ name }: { name: string }) {
  const all = ofService(name);
  const at = all.findIndex((row) => `/ops/${row.id}` === path.value);
  const from = Math.max(0, Math.min(at - 5, all.length - MOST));
  return (
    <div class="sub">
      {all.slice(from, from + MOST).map((row) => (
        <a key={row.id} href={`/ops/${row.id}`} aria-current={path.value === `/ops/${row.id}` ? 'page' : undefined}>{nameOf(row.id)}</a>
      ))}
      {all.length > MOST && <a href={`/s/${name}`}>All {all.length}</a>}
    </div>
  );
}

export function find(text = ''): void {
  query.value = text;
  dialog.value = 'palette';
}
