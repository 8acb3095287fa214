/** What generated methods call. */
import { callOf, type Operation, type Output } from "./calls.js";
import { fileOf, type FlowForgeFile } from "./files.js";
import { send, type CallOptions, type Settings } from "./sending.js";
import { eventsOf } from "./streams.js";

/** How a call that makes a file is sent: `output` decides whether the file comes, or a description of it. */
export type FileOptions = CallOptions & { output?: Output };

export class Caller {
  constructor(readonly settings: Settings) {}

  async json<T>(operation: Operation, fields: object, options?: CallOptions): Promise<T> {
    return (await this.#sent(operation, fields, options)).json() as Promise<T>;
  }

  async file<T>(operation: Operation, fields: object, options: FileOptions = {}): Promise<FlowForgeFile | T> {
    const { output = "binary", ...others } = options;
    const response = await this.#sent(operation, fields, others, output);
    return output === "binary" ? fileOf(response) : (response.json() as Promise<T>);
  }

  async content(operation: Operation, fields: object, options?: CallOptions): Promise<FlowForgeFile> {
    return fileOf(await this.#sent(operation, fields, options));
  }

  async headers(operation: Operation, fields: object, options?: CallOptions): Promise<Headers> {
    return (await this.#sent(operation, fields, options)).headers;
  }

  async *events<T>(operation: Operation, fields: object, options?: CallOptions): AsyncGenerator<T> {
    yield* eventsOf<T>(await send(this.settings, await callOf(operation, fields, "binary", true), options));
  }

  async #sent(operation: Operation, fields: object, options?: CallOptions, output: Output = "binary"): Promise<Response> {
    return send(this.settings, await callOf(operation, fields, output, false), options);
  }
}

export class Group {
  constructor(protected readonly caller: Caller) {}
}
