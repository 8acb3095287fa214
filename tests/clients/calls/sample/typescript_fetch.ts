// Use every kind of operation through what openapi-generator's typescript-fetch generator made of a 3.0 document.
import { Configuration, ResponseError, SampleApi, type ErrorEnvelope } from "./client";

const file = (name: string): File => new File(["abc"], name, { type: "text/plain" });

async function main(basePath: string): Promise<void> {
  const api = new SampleApi(new Configuration({ basePath }));
  const name = "typescript";
  const measured = await api.sampleMeasure({ file: file("a.txt"), count: 3, deep: '{"a": 1}', tags: ["p", "q"] });
  const gathered: Blob = await api.sampleGather({ files: [file("a.txt"), file("b.txt")] });
  const archive = await gathered.text();
  await api.sampleRemember({ name, noteRequest: { text: "milk" } });
  const noted = await api.sampleRecall({ name, shout: true });
  const removed = await api.sampleForgetRaw({ name });
  let error: ErrorEnvelope | undefined;
  try {
    await api.sampleRecall({ name });
  } catch (refusal) {
    if (!(refusal instanceof ResponseError)) throw refusal;
    error = (await refusal.response.json()) as ErrorEnvelope;
  }
  const events = await api.sampleCount({ countRequest: { to: 2 } });
  const found = {
    name: measured.name,
    count: measured.count,
    deep: measured.deep,
    tags: measured.tags,
    gathered: ["a.txt", "b.txt"].filter((each) => archive.includes(each)),
    noted: noted.text,
    removed: removed.raw.status,
    error: error?.error.code,
    events: events.events.length,
  };
  console.log(JSON.stringify(found));
}

void main(process.argv[2]!);
