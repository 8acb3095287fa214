// OpenAI's own client for JavaScript against the service. Prints what it read, as one JSON object.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: "any", maxRetries: 0 });
const model = "smollm2-135m-instruct";
const messages = [{ role: "user", content: "Name the capital city of France." }];
const sentence = "The capital city of France is Paris.";
const response_format = {
  type: "json_schema",
  json_schema: { name: "sentence", schema: { const: sentence }, strict: true },
};
const said = { model, messages, response_format, max_tokens: 32 };
const parameters = {
  type: "object",
  properties: { city: { enum: ["Oslo", "Rome"] } },
  required: ["city"],
  additionalProperties: false,
};
const tools = [{ type: "function", function: { name: "get_weather", parameters } }];
const read = {};

read.models = [];
for await (const one of client.models.list()) read.models.push(one.id);

const chat = await client.chat.completions.create(said);
read.chat = JSON.parse(chat.choices[0].message.content);

const stream = client.chat.completions.stream({
  ...said,
  stream_options: { include_usage: true },
});
read.streamed = "";
stream.on("content", (delta) => (read.streamed += delta));
read.usage = (await stream.finalChatCompletion()).usage.completion_tokens;

const calling = client.chat.completions.stream({
  model,
  messages: [{ role: "user", content: "What is the weather in Oslo?" }],
  tools,
  tool_choice: "required",
  max_tokens: 60,
});
const call = (await calling.finalChatCompletion()).choices[0].message.tool_calls[0].function;
read.call = [call.name, Object.keys(JSON.parse(call.arguments))];

const vectors = await client.embeddings.create({ model: "all-minilm-l6-v2", input: ["a", "b"] });
read.dimensions = vectors.data.map((one) => one.embedding.length);

const first = await client.responses.create({ model, input: "Hi", max_output_tokens: 4 });
const events = await client.responses.create({
  model,
  input: "And?",
  previous_response_id: first.id,
  max_output_tokens: 4,
  stream: true,
});
read.events = [];
for await (const event of events) read.events.push(event.type);

try {
  await client.chat.completions.create({ model: "gpt-9", messages });
} catch (error) {
  read.error = [error.constructor.name, error.status, error.code];
}
console.log(JSON.stringify(read));
