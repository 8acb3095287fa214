/** Server-sent events, as they come. */
import { StreamFailed } from "./errors.js";

export interface ServerEvent {
  name: string;
  data: string;
  id?: string;
}

/** Yield the events of a response. Leaving the loop stops the operation. */
export async function* rawEvents(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event: { name: string; data: string[]; id?: string } = { name: "message", data: [] };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.map((one) => one.replace(/\r$/, ""))) {
        if (line === "") {
          if (event.data.length) yield { ...event, data: event.data.join("\n") };
          event = { ...event, name: "message", data: [] };
          continue;
        }
        const [, field, text] = /^([^:]*):? ?(.*)$/s.exec(line)!;
        if (field === "data") event.data.push(text ?? "");
        else if (field === "event") event.name = text ?? "";
        else if (field === "id") event.id = text ?? "";
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Yield the data of the events. */
export async function* eventsOf<T>(response: Response): AsyncGenerator<T> {
  for await (const event of rawEvents(response)) {
    if (event.data === "[DONE]") return;
    const value = JSON.parse(event.data);
    if (event.name === "error") throw new StreamFailed(value.error?.code ?? "UNKNOWN", value.error?.message ?? event.data);
    yield value;
  }
}
