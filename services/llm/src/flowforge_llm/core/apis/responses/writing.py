"""Write a response from the chunks of a chat completion: its events in order, and the whole at the end."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from flowforge_llm.core.apis.responses.document import (
    IncompleteDetails,
    OutputCall,
    OutputMessage,
    ResponseDocument,
    Status,
    message_item,
    new_id,
    usage_of,
)
from flowforge_llm.core.models.port import Chunk

Told = dict[str, Any]


class ResponseWriter:
    """One response. `document` is it as far as it is known; each event has the next number."""

    def __init__(self, document: ResponseDocument) -> None:
        self.document = document
        self._number = -1
        self._item: OutputMessage | OutputCall | None = None
        self._text = ""
        self._finish = "stop"

    async def write(self, chunks: AsyncIterator[Chunk]) -> AsyncIterator[Told]:
        """Yield the events of the response, the last of which holds all of it.

        Nothing is told before the engine says something: a refusal is then an answer, and no event.
        """
        async for chunk in chunks:
            self.document.model = chunk.get("model", self.document.model)
            if self._number < 0:
                yield self._event("response.created", response=self._told())
                yield self._event("response.in_progress", response=self._told())
            if chunk.get("usage"):
                self.document.usage = usage_of(chunk["usage"])
            for choice in chunk.get("choices", ()):
                for event in self._add(choice.get("delta") or {}):
                    yield event
                self._finish = choice.get("finish_reason") or self._finish
        is_cut = self._finish in ("length", "content_filter")
        self.document.status = "incomplete" if is_cut else "completed"
        for event in self._close():
            yield event
        if is_cut:
            reason = "max_output_tokens" if self._finish == "length" else "content_filter"
            self.document.incomplete_details = IncompleteDetails.model_validate({"reason": reason})
        yield self._event(f"response.{self.document.status}", response=self._told())

    def _add(self, delta: Told) -> Iterator[Told]:
        if delta.get("content"):
            yield from self._add_text(delta["content"])
        for call in delta.get("tool_calls") or ():
            function = call.get("function") or {}
            if call.get("id") is not None:
                yield from self._open_call(call["id"], function.get("name", ""))
            if function.get("arguments"):
                self._text += function["arguments"]
                yield self._of_item("response.function_call_arguments.delta", delta=function["arguments"])

    def _add_text(self, text: str) -> Iterator[Told]:
        if not isinstance(self._item, OutputMessage):
            yield from self._close()
            self._item = message_item(new_id("msg"), "", "in_progress")
            yield self._event("response.output_item.added", output_index=self._place, item=_plain(self._item))
            yield self._of_part("response.content_part.added", part=_part(""))
        self._text += text
        yield self._of_part("response.output_text.delta", delta=text, logprobs=[])

    def _open_call(self, call_id: str, name: str) -> Iterator[Told]:
        yield from self._close()
        self._item = OutputCall(
            type="function_call",
            id=new_id("fc"),
            call_id=call_id,
            name=name,
            arguments="",
            status="in_progress",
        )
        yield self._event("response.output_item.added", output_index=self._place, item=_plain(self._item))

    def _close(self) -> Iterator[Told]:
        """End the item that is open, if one is, and put it into the response."""
        item, text = self._item, self._text
        if item is None:
            return
        status: Status = "incomplete" if self.document.status == "incomplete" else "completed"
        whole: OutputMessage | OutputCall
        if isinstance(item, OutputMessage):
            yield self._of_part("response.output_text.done", text=text, logprobs=[])
            yield self._of_part("response.content_part.done", part=_part(text))
            whole = message_item(item.id, text, status)
        else:
            yield self._of_item("response.function_call_arguments.done", name=item.name, arguments=text)
            whole = item.model_copy(update={"arguments": text, "status": status})
        yield self._event("response.output_item.done", output_index=self._place, item=_plain(whole))
        self.document.output.append(whole)
        self._item, self._text = None, ""

    @property
    def _place(self) -> int:
        return len(self.document.output)

    def _event(self, kind: str, **told: Any) -> Told:
        self._number += 1
        return {"type": kind, "sequence_number": self._number, **told}

    def _of_item(self, kind: str, **told: Any) -> Told:
        item_id = self._item.id if self._item is not None else ""
        return self._event(kind, item_id=item_id, output_index=self._place, **told)

    def _of_part(self, kind: str, **told: Any) -> Told:
        return self._of_item(kind, content_index=0, **told)

    def _told(self) -> Told:
        return _plain(self.document)


def _plain(model: ResponseDocument | OutputMessage | OutputCall) -> Told:
    return model.model_dump(mode="json")


def _part(text: str) -> Told:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
