// Call the service through openapi-fetch, with the types that openapi-typescript made of its 3.1 document.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

const KEY = "00".repeat(32);
type FileForm = { file: Blob; key?: string };

function form(fields: FileForm): FormData {
  const data = new FormData();
  data.set("file", fields.file, "abc.txt");
  if (fields.key !== undefined) data.set("key", fields.key);
  return data;
}

// Without `Prefer` the answer is never a job: the type says both.
function result<T extends object>(data: T | undefined): Exclude<T, { result_url: string }> {
  if (data === undefined || "result_url" in data) throw new Error("a result was expected");
  return data as Exclude<T, { result_url: string }>;
}

async function main(baseUrl: string): Promise<void> {
  const client = createClient<paths>({ baseUrl });
  const named = await client.POST("/api/v1/crypto/uuid", {
    body: { version: "v5", namespace: "dns", name: "www.example.com" },
  });
  const unnamed = await client.POST("/api/v1/crypto/uuid", { body: { version: "v5" } });
  const refusal: components["schemas"]["ErrorEnvelope"] | undefined = unnamed.error;
  const hashed = await client.POST("/api/v1/crypto/hash", { body: { file: { base64: btoa("abc") } } });
  const sealed = await client.POST("/api/v1/crypto/encrypt-file", {
    body: { file: { base64: btoa("abc") }, key: KEY },
    parseAs: "blob",
  });
  const opened = await client.POST("/api/v1/crypto/decrypt-file", {
    body: { file: "" },
    bodySerializer: () => form({ file: sealed.data as Blob, key: KEY }),
    parseAs: "text",
  });
  const found = {
    uuid: result(named.data).uuid,
    hash: result(hashed.data).hash,
    decrypted: opened.data,
    error: refusal?.error.code,
  };
  console.log(JSON.stringify(found));
}

void main(process.argv[2]!);
