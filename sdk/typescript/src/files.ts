/** Files in and out: bytes and blobs go in; `FlowForgeFile` comes out and goes in again. */

/** A file that an operation made, or one to send. */
export class FlowForgeFile {
  constructor(
    readonly content: Uint8Array,
    readonly name: string,
    readonly mediaType = "application/octet-stream",
    /** What the operation tells about the file. */
    readonly report: unknown = undefined,
    readonly requestId: string | undefined = undefined,
  ) {}

  blob(): Blob {
    return new Blob([this.content as BlobPart], { type: this.mediaType });
  }

  text(): string {
    return new TextDecoder().decode(this.content);
  }
}

/** Bytes, a blob, a file that came back, a reference, or a text that is a URL or the id of a stored file. */
export type FileInput =
  | Blob
  | Uint8Array
  | FlowForgeFile
  | { url: string; name?: string }
  | { file_id: string; name?: string }
  | { base64: string; name?: string }
  | string;

export interface Upload {
  name: string;
  blob: Blob;
}

/** Return what is sent of a value; undefined if it only refers to a file. */
export function uploadOf(value: unknown): Upload | undefined {
  if (value instanceof FlowForgeFile) return { name: value.name, blob: value.blob() };
  if (value instanceof Uint8Array) return { name: "file", blob: new Blob([value as BlobPart]) };
  if (value instanceof Blob) return { name: value instanceof File ? value.name : "file", blob: value };
  return undefined;
}

/** Return a value as JSON: files inside it in base64, everything else as it is. */
export async function referred(value: unknown): Promise<unknown> {
  const upload = uploadOf(value);
  if (upload) return { base64: base64(new Uint8Array(await upload.blob.arrayBuffer())), name: upload.name };
  if (Array.isArray(value)) return Promise.all(value.map(referred));
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value).map(async ([name, one]) => [name, await referred(one)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

export async function fileOf(response: Response): Promise<FlowForgeFile> {
  const headers = response.headers;
  const report = headers.get("x-report");
  return new FlowForgeFile(
    new Uint8Array(await response.arrayBuffer()),
    nameOf(headers.get("content-disposition") ?? "") ?? "file",
    (headers.get("content-type") ?? "application/octet-stream").split(";")[0],
    report ? JSON.parse(report) : undefined,
    headers.get("x-request-id") ?? undefined,
  );
}

function nameOf(disposition: string): string | undefined {
  const encoded = /filename\*=[^']*''([^;]+)/i.exec(disposition)?.[1];
  return encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)"?/i.exec(disposition)?.[1];
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
