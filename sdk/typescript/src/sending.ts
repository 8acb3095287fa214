/** Send calls over HTTP, and again after failures that pass. */
import type { Call } from "./calls.js";
import { ConnectionFailed, errorOf, PASSING, seconds, TimedOut, type Envelope } from "./errors.js";

export interface Settings {
  baseUrl: string;
  apiKey: string;
  timeoutSeconds: number;
  maxRetries: number;
  fetch: typeof fetch;
}

/** How one call is sent. */
export interface CallOptions {
  timeoutSeconds?: number;
  maxRetries?: number;
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const FIRST_PAUSE = 0.25;
const LONGEST_PAUSE = 8;
const LONGEST_ASKED = 60;

/** Return the response of a success. Throws what the failure is. */
export async function send(settings: Settings, call: Call, options: CallOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { ...call.headers, ...options.headers, "x-api-key": settings.apiKey };
  let ownKey = call.verb === "POST" && options.idempotencyKey === undefined;
  if (call.verb === "POST") headers["idempotency-key"] = options.idempotencyKey ?? crypto.randomUUID();
  const most = options.maxRetries ?? settings.maxRetries;
  for (let done = 0; ; done++) {
    const response = await attempt(settings, call, headers, options).catch((error: unknown) => {
      if (error instanceof TimedOut || options.signal?.aborted) throw error;
      if (done >= most || call.verb === "PATCH") throw new ConnectionFailed(`${settings.baseUrl}: ${String(error)}`);
      return undefined;
    });
    if (response?.ok) return response;
    const envelope = response ? await envelopeOf(response) : {};
    if (ownKey && envelope.code === "STORE_NOT_CONFIGURED") {
      ownKey = false;
      delete headers["idempotency-key"];
      continue;
    }
    const pause = response ? pauseAfter(response, envelope, done) : growingPause(done);
    if (response && (pause === undefined || done >= most)) throw errorOf(response.status, envelope, response.headers);
    await new Promise((resolve) => setTimeout(resolve, (pause ?? 0) * 1000));
  }
}

async function attempt(
  settings: Settings,
  call: Call,
  headers: Record<string, string>,
  options: CallOptions,
): Promise<Response> {
  const limit = options.timeoutSeconds ?? settings.timeoutSeconds;
  const timer = new AbortController();
  const late = setTimeout(() => timer.abort(), limit * 1000);
  const signal = options.signal ? AbortSignal.any([timer.signal, options.signal]) : timer.signal;
  try {
    return await settings.fetch(`${settings.baseUrl}${call.path}`, {
      method: call.verb,
      headers,
      body: call.body ?? null,
      redirect: "error",
      signal,
    });
  } catch (error) {
    if (timer.signal.aborted) throw new TimedOut(`Nothing came back within ${limit} s.`);
    throw error;
  } finally {
    clearTimeout(late); // the answer has begun: its length is not limited
  }
}

function pauseAfter(response: Response, envelope: Envelope, done: number): number | undefined {
  if (!PASSING.has(response.status) || envelope.retryable === false) return undefined;
  const asked = seconds(response.headers.get("retry-after"));
  if (asked === undefined) return growingPause(done);
  return asked <= LONGEST_ASKED ? asked : undefined;
}

function growingPause(done: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** done) * (0.5 + Math.random() / 2);
}

async function envelopeOf(response: Response): Promise<Envelope> {
  try {
    return ((await response.json()) as { error?: Envelope }).error ?? {};
  } catch {
    return {};
  }
}
