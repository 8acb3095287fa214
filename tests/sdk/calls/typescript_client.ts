/** Use the installed TypeScript client against a running platform; print what came back as JSON. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FlowForge, FlowForgeFile, InvalidRequest, NotFound, RateLimited } from "flowforge";
import { open, save } from "flowforge/node";

const [baseUrl, apiKey, folder] = process.argv.slice(2) as [string, string, string];
const client = new FlowForge({ baseUrl, apiKey });
const variables = { x: { distribution: "normal" as const, mean: 1, standard_deviation: 1 } };

async function used(): Promise<object> {
  const page = await client.pdf.fromHtml({ html: "<h1>One</h1>" });
  const path = await save(page, `${folder}/page-of-typescript.pdf`);
  const merged = await client.pdf.merge({ files: [page, page, await open(path)] });
  const stored = await client.pdf.merge({ files: [page, page] }, { output: "file" });
  const refused = await client.crypto.hash({ text: "abc", algorithm: "none" as never }).catch((error: unknown) => error);
  const missing = await client.jobs.get({ job_id: "00000000-0000-7000-8000-000000000000" }).catch((error: unknown) => error);
  if (!(refused instanceof InvalidRequest && missing instanceof NotFound)) throw new Error("no refusal");
  const job = await client.submit("pdf.compress", { file: merged });
  const result = await job.wait<{ report: { pages: number } }>({ timeoutSeconds: 60 });
  let last = "";
  for await (const event of (await client.submit("math.evaluate", { expression: "1" })).events()) last = event.name;
  let estimates = 0;
  for await (const estimate of client.math.simulate({ expression: "x", variables, seed: 1 })) estimates += estimate.samples ? 1 : 0;
  return {
    hash: (await client.crypto.hash({ text: "abc" })).hash,
    pages: (await client.pdf.info({ file: { file_id: stored.file.file_id! } })).pages,
    merged: [merged.name, merged.mediaType, (merged.report as { pages: number }).pages],
    error: [refused.status, refused.code, refused.details[0]?.field],
    missing: missing.code,
    job: result instanceof FlowForgeFile ? 0 : result.report.pages,
    events: last,
    streamed: estimates > 0,
    named: (await client.crypto.keys.create({ name: "of-the-typescript-client" })).name,
  };
}

/** Fail twice with Retry-After, then answer: the same key each time. */
async function retried(): Promise<object> {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    request.resume();
    keys.push(request.headers["idempotency-key"]);
    const failure = { error: { code: "RATE_LIMITED", message: "Later.", retryable: true } };
    response.writeHead(keys.length % 3 ? 429 : 200, { "content-type": "application/json", "retry-after": "0.1" });
    response.end(JSON.stringify(keys.length % 3 ? failure : { hash: "00" }));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { hash } = await new FlowForge({ baseUrl: at, apiKey: "k" }).crypto.hash({ text: "abc" });
  const tries = { count: keys.length, keys: new Set(keys).size };
  const gaveUp = await new FlowForge({ baseUrl: at, apiKey: "k", maxRetries: 0 }).crypto.hash({ text: "abc" }).catch((error: unknown) => error);
  server.close();
  server.closeAllConnections();
  return { hash, tries, after: gaveUp instanceof RateLimited ? gaveUp.retryAfter : undefined };
}

/** Return the milliseconds that a call costs beside the same call of fetch. */
async function overhead(): Promise<number> {
  const answer = async () => new Response('{"hash":"ab"}', { headers: { "content-type": "application/json" } });
  const other = new FlowForge({ baseUrl: "http://platform", apiKey: "k", fetch: answer });
  for (let i = 0; i < 200; i++) await other.crypto.hash({ text: "abc" });
  const started = performance.now();
  for (let i = 0; i < 500; i++) await (await answer()).json();
  const between = performance.now();
  for (let i = 0; i < 500; i++) await other.crypto.hash({ text: "abc" });
  return (performance.now() - between - (between - started)) / 500;
}

console.log(JSON.stringify({ used: await used(), retried: await retried() }));
console.error(`overhead of a call: ${(await overhead()).toFixed(3)} ms`);
