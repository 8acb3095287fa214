/** From the fields of a method to an HTTP request. */
import { referred, uploadOf, type Upload } from "./files.js";

/** What a client knows of an operation. */
export interface Operation {
  id: string;
  verb: string;
  path: string;
  /** The file fields, if the operation takes a form. */
  files: readonly string[];
  /** The fields that are no part of the body: path, query or header. */
  places: Readonly<Record<string, "path" | "query" | "header">>;
  streamsByField: boolean;
  hasBody: boolean;
}

/** One request, which can be sent again. */
export interface Call {
  verb: string;
  path: string;
  headers: Record<string, string>;
  body?: string | FormData;
}

export type Output = "binary" | "file" | "base64";

export async function callOf(operation: Operation, given: object, output: Output, stream: boolean): Promise<Call> {
  const values: Record<string, unknown> = {};
  const query = new URLSearchParams(output === "binary" ? {} : { output });
  const headers: Record<string, string> = { accept: stream ? "text/event-stream" : "*/*" };
  let path = operation.path;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const place = operation.places[name];
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (place === "query") query.set(name, text(value));
    else if (place === "header") headers[name] = text(value);
    else values[name] = value;
  }
  if (stream && operation.streamsByField) values.stream = true;
  const call: Call = { verb: operation.verb, path: query.size ? `${path}?${query}` : path, headers };
  return operation.hasBody ? withBody(operation, call, values) : call;
}

async function withBody(operation: Operation, call: Call, values: Record<string, unknown>): Promise<Call> {
  const uploads = uploadsOf(operation, values);
  if (!uploads) {
    call.headers["content-type"] = "application/json";
    return { ...call, body: JSON.stringify(await referred(values)) };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (!operation.files.includes(name)) form.set(name, text(await referred(value)));
  }
  for (const [name, upload] of uploads) form.append(name, upload.blob, upload.name);
  return { ...call, body: form };
}

/** Return the files of a form; undefined if one is only referred to, which a form cannot mix in order. */
function uploadsOf(operation: Operation, values: Record<string, unknown>): [string, Upload][] | undefined {
  const found: [string, Upload][] = [];
  for (const name of operation.files) {
    const value = values[name];
    for (const one of value === undefined ? [] : Array.isArray(value) ? value : [value]) {
      const upload = uploadOf(one);
      if (!upload) return undefined;
      found.push([name, upload]);
    }
  }
  return found.length ? found : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
