/** The client. */
import { FlowForgeError } from "./errors.js";
import { Services } from "./generated/services.js";
import type { JobDocument, JobRequest } from "./generated/types.js";
import { Caller } from "./groups.js";
import { Job, stored } from "./jobs.js";
import { send, type Settings } from "./sending.js";

export interface ClientOptions {
  /** Address of the gateway; by default FLOWFORGE_URL, else http://127.0.0.1:8000. */
  baseUrl?: string;
  /** By default FLOWFORGE_KEY. */
  apiKey?: string;
  /** Seconds to wait for an answer; by default 60. */
  timeoutSeconds?: number;
  /** Further tries after failures that pass: 429, 502, 503, 504 and lost connections; by default 3. */
  maxRetries?: number;
  fetch?: typeof fetch;
}

/** Every service is a property, every operation a method. */
export class FlowForge extends Services {
  readonly #settings: Settings;

  constructor(options: ClientOptions = {}) {
    const known = typeof process === "undefined" ? {} : process.env;
    const apiKey = options.apiKey ?? known.FLOWFORGE_KEY;
    if (!apiKey) throw new FlowForgeError("Give `apiKey`, or set FLOWFORGE_KEY.");
    const settings: Settings = {
      baseUrl: (options.baseUrl ?? known.FLOWFORGE_URL ?? "http://127.0.0.1:8000").replace(/\/+$/, ""),
      apiKey,
      timeoutSeconds: options.timeoutSeconds ?? 60,
      maxRetries: options.maxRetries ?? 3,
      fetch: options.fetch ?? fetch,
    };
    super(new Caller(settings));
    this.#settings = settings;
  }

  /** Run an operation as a job: `client.submit("pdf.compress", { file })`. Files are stored first. */
  async submit(operation: string, fields: object = {}, job: Partial<JobRequest> = {}): Promise<Job> {
    const body = { ...job, operation, request: await stored(this.#settings, fields) };
    const headers = { "content-type": "application/json" };
    const call = { verb: "POST", path: "/api/v1/jobs", headers, body: JSON.stringify(body) };
    const document = (await (await send(this.#settings, call)).json()) as JobDocument;
    return new Job(this.#settings, document);
  }
}
