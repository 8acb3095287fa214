/** Operations that run as jobs: submit, follow, wait. */
import { JobFailed, TimedOut } from "./errors.js";
import { fileOf, uploadOf, type FlowForgeFile } from "./files.js";
import type { JobDocument } from "./generated/types.js";
import { send, type Settings } from "./sending.js";
import { rawEvents, type ServerEvent } from "./streams.js";

const ENDED = new Set(["succeeded", "failed", "cancelled", "dead"]);
const JSON_TYPE = { "content-type": "application/json" };

/** A job. `wait` returns what the operation answers. */
export class Job {
  constructor(readonly settings: Settings, public document: JobDocument) {}

  get id(): string {
    return this.document.id;
  }

  async refresh(): Promise<this> {
    this.document = (await (await this.#get()).json()) as JobDocument;
    return this;
  }

  async cancel(): Promise<this> {
    const call = { verb: "POST", path: `/api/v1/jobs/${this.id}/cancel`, headers: JSON_TYPE, body: "{}" };
    this.document = (await (await send(this.settings, call)).json()) as JobDocument;
    return this;
  }

  /** Yield what happens to the job, until its end. */
  async *events(): AsyncGenerator<ServerEvent> {
    yield* rawEvents(await this.#get("/events", { accept: "text/event-stream" }));
  }

  /** Return the result: JSON, or a file. Throws JobFailed without one, TimedOut after `timeoutSeconds`. */
  async wait<T = unknown>(options: { timeoutSeconds?: number; onProgress?: (progress: unknown) => void } = {}): Promise<T | FlowForgeFile> {
    const ends = options.timeoutSeconds === undefined ? Infinity : Date.now() + options.timeoutSeconds * 1000;
    for (let pause = 100; !ENDED.has((await this.refresh()).document.state); pause = Math.min(2000, pause * 1.5)) {
      if (this.document.progress) options.onProgress?.(this.document.progress);
      if (Date.now() > ends) throw new TimedOut(`The job ${this.id} is still ${this.document.state}.`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const { state, error } = this.document;
    if (state !== "succeeded") {
      throw new JobFailed(state, error?.code ?? "JOB_FAILED", error?.message ?? `The job ${this.id} is ${state}.`, this.document);
    }
    const response = await this.#get("/result");
    const json = response.headers.get("content-type")?.startsWith("application/json");
    return json ? ((await response.json()) as T) : fileOf(response);
  }

  async #get(part = "", headers: Record<string, string> = {}): Promise<Response> {
    return send(this.settings, { verb: "GET", path: `/api/v1/jobs/${this.id}${part}`, headers });
  }
}

/** Return a value with every file in it stored, and referred to by its id: jobs take files by id. */
export async function stored(settings: Settings, value: unknown): Promise<unknown> {
  const upload = uploadOf(value);
  if (upload) {
    const form = new FormData();
    form.append("file", upload.blob, upload.name);
    const answer = await send(settings, { verb: "POST", path: "/api/v1/files", headers: {}, body: form });
    return { file_id: ((await answer.json()) as { file_id: string }).file_id };
  }
  if (Array.isArray(value)) return Promise.all(value.map((one) => stored(settings, one)));
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value).map(async ([name, one]) => [name, await stored(settings, one)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
