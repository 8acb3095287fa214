// Use every kind of operation through openapi-fetch, with the types that openapi-typescript made of a 3.1 document.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const BASE = "/api/v1/sample";

// As 3.1 says it: the file as a part of its own, lists repeated, objects as parts of JSON.
function form(fields: unknown): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields as object)) {
    if (name === "file") data.append(name, new File([String(value)], "a.txt"));
    else if (Array.isArray(value)) value.forEach((each) => data.append(name, String(each)));
    else if (typeof value === "object") data.append(name, new Blob([JSON.stringify(value)], { type: "application/json" }));
    else data.append(name, String(value));
  }
  return data;
}

// Without `Prefer` the answer is never a job: the type says both.
function result<T extends object>(data: T | undefined): Exclude<T, { result_url: string }> {
  if (data === undefined || "result_url" in data) throw new Error("a result was expected");
  return data as Exclude<T, { result_url: string }>;
}

async function main(baseUrl: string): Promise<void> {
  const client = createClient<paths>({ baseUrl });
  const params = { path: { name: "fetch" } };
  const measured = await client.POST(`${BASE}/measure`, {
    body: { file: "abc", count: 3, deep: { a: 1 }, tags: ["p", "q"] },
    bodySerializer: form,
  });
  const gathered = await client.POST(`${BASE}/gather`, {
    body: { files: [{ base64: btoa("abc"), name: "a.txt" }, { base64: btoa("abc"), name: "b.txt" }] },
    params: { query: { output: "base64" } },
  });
  await client.PUT(`${BASE}/notes/{name}`, { params, body: { text: "milk" } });
  const noted = await client.GET(`${BASE}/notes/{name}`, { params: { ...params, query: { shout: true } } });
  const removed = await client.DELETE(`${BASE}/notes/{name}`, { params });
  const missing = await client.GET(`${BASE}/notes/{name}`, { params });
  const events = await client.POST(`${BASE}/count`, { body: { to: 2 } });
  const files = gathered.data;
  if (files === undefined || typeof files === "string") throw new Error("files in JSON were asked for");
  const values = result(measured.data);
  const found = {
    name: values.name,
    count: values.count,
    deep: values.deep,
    tags: values.tags,
    gathered: result(files).files.map((each) => each.name),
    noted: noted.data?.text,
    removed: removed.response.status,
    error: missing.error?.error.code,
    events: events.data && "events" in events.data ? events.data.events.length : 0,
  };
  console.log(JSON.stringify(found));
}

void main(process.argv[2]!);
