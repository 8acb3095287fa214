/** The jobs of the key: their state, their progress, and what happens to the one at hand. */
import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, errorOf } from './api';
import { Icon } from './icons';
import { dialog, key, said } from './store';

interface Job {
  id: string;
  operation: string;
  state: string;
  attempt: number;
  created_at: string;
  ended_at: string | null;
  progress: { done?: number | null; total?: number | null; note?: string | null } | null;
  error: { code: string; message: string } | null;
}

interface Happening {
  number: number;
  type: string;
  at: string;
}

const ACTIVE = new Set(['queued', 'running']);
const AGAIN = new Set(['failed', 'cancelled', 'dead']);
const LOOK_AGAIN = 1500;
const MOST_SHOWN = 20_000;

export function JobsPage() {
  useEffect(() => { document.title = 'Jobs · FlowForge'; }, []);
  const [jobs, setJobs] = useState<Job[] | null>(null);
  const [problem, setProblem] = useState('');
  const [open, setOpen] = useState('');
  const load = async () => {
    const answer = await call('/api/v1/jobs?limit=50').catch(() => null);
    if (!answer) setProblem('FlowForge does not answer.');
    else if (answer.ok) {
      setJobs(((await answer.json()) as { jobs: Job[] }).jobs);
      setProblem('');
    } else setProblem((await errorOf(answer)).message);
  };
  useEffect(() => {
    if (key.value) void load();
  }, [key.value]);
  const isMoving = (jobs ?? []).some((job) => ACTIVE.has(job.state));
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(() => void load(), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [isMoving]);
  const act = async (job: Job, what: 'cancel' | 'replay') => {
    const answer = await call(`/api/v1/jobs/${job.id}/${what}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    if (!answer.ok) setProblem((await errorOf(answer)).message);
    said.value = what === 'cancel' ? `${job.operation} is asked to stop` : `${job.operation} runs again`;
    await load();
  };
  return (
    <main id="main" tabIndex={-1}>
      <div class="hero"><h1>Jobs</h1></div>
      {!key.value ? (
        <p><button type="button" class="btn" onClick={() => (dialog.value = 'key')}><Icon name="key" /> Enter a key</button> to see its jobs.</p>
      ) : (
        <>
          <p class="muted">Operations that run in the background: submitted with <code>Prefer: respond-async</code>, by a client, or on a schedule.</p>
          {problem && <p class="alert" role="alert">{problem}</p>}
          {jobs && (jobs.length ? <JobTable jobs={jobs} open={open} setOpen={setOpen} act={act} /> : <p class="muted">This key has no jobs.</p>)}
        </>
      )}
    </main>
  );
}

interface JobTableProps {
  jobs: Job[];
  open: string;
  setOpen: (id: string) => void;
  act: (job: Job, what: 'cancel' | 'replay') => Promise<void>;
}

function JobTable({ jobs, open, setOpen, act }: JobTableProps) {
  return (
    <div class="wide">
      <table>
        <thead><tr><th scope="col">Operation</th><th scope="col">State</th><th scope="col">Progress</th><th scope="col">Submitted</th><th scope="col">Actions</th></tr></thead>
        <tbody>
          {jobs.map((job) => (
            <Fragment key={job.id}>
              <tr class={job.id === open ? 'on' : undefined}>
                <td><a href={`/ops/${job.operation}`}><b>{job.operation}</b></a></td>
                <td>{job.state}{job.attempt > 1 ? `, attempt ${job.attempt}` : ''}</td>
                <td><Progress job={job} /></td>
                <td>{new Date(job.created_at).toLocaleString('en')}</td>
                <td class="acts">
                  <button type="button" class="btn" aria-expanded={job.id === open} onClick={() => setOpen(job.id === open ? '' : job.id)}>Details</button>
                  {ACTIVE.has(job.state) && <button type="button" class="btn" onClick={() => void act(job, 'cancel')}>Cancel</button>}
                  {AGAIN.has(job.state) && <button type="button" class="btn" onClick={() => void act(job, 'replay')}>Run again</button>}
                </td>
              </tr>
              {job.id === open && <tr><td colSpan={5}><Details job={job} /></td></tr>}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Progress({ job }: { job: Job }) {
  const { done, total, note } = job.progress ?? {};
  if (job.error) return <span>{job.error.message}</span>;
  if (!ACTIVE.has(job.state)) return <span>{job.ended_at ? new Date(job.ended_at).toLocaleTimeString('en') : ''}</span>;
  return (
    <span>
      <progress aria-label={`Progress of ${job.operation}`} {...(done != null && total ? { value: done, max: total } : {})} /> {note ?? ''}
    </span>
  );
}

/** What happened to a job, live, and its result. */
function Details({ job }: { job: Job }) {
  const [events, setEvents] = useState<Happening[]>([]);
  const [result, setResult] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    void follow(job.id, stop.signal, (event) => setEvents((before) => [...before, event])).catch(() => undefined);
    return () => stop.abort();
  }, [job.id]);
  useEffect(() => {
    if (job.state === 'succeeded') void resultOf(job.id).then(setResult);
  }, [job.state]);
  return (
    <section aria-label="Details of the job">
      <h2 class="h2 sec">{job.operation} <code>{job.id}</code></h2>
      <ol class="list narrowlist">
        {events.map((event) => <li key={event.number}>{new Date(event.at).toLocaleTimeString('en')} {event.type}</li>)}
      </ol>
      {result && <pre class="code" tabIndex={0} aria-label="Result">{result}</pre>}
    </section>
  );
}

async function follow(id: string, signal: AbortSignal, told: (event: Happening) => void): Promise<void> {
  const answer = await call(`/api/v1/jobs/${id}/events`, { headers: { Accept: 'text/event-stream' }, signal });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n');
      if (data) told(JSON.parse(data) as Happening);
    }
  }
}

async function resultOf(id: string): Promise<string> {
  const answer = await call(`/api/v1/jobs/${id}/result`);
  if (!answer.ok) return (await errorOf(answer)).message;
  if (!answer.headers.get('Content-Type')?.startsWith('application/json')) return `${answer.headers.get('Content-Type')}, ${(await answer.blob()).size} bytes`;
  const text = JSON.stringify(await answer.json(), null, 2);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n…` : text;
}
