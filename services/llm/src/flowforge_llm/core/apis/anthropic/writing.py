"""Write a message from the chunks of a chat completion: its events in order, and the whole at the end."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Literal
from uuid import uuid4

import orjson
from pydantic import BaseModel, Field

from flowforge_llm.core.apis.anthropic.stopping import STOPPED_BY
from flowforge_llm.core.models.port import Chunk

Told = dict[str, Any]
StopReason = Literal["end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal"]
_REASONS: Mapping[str, StopReason] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "content_filter": "refusal",
}


class SpokenBlock(BaseModel):
    type: Literal["text"]
    text: str = Field(description="Text that the model wrote.")


class CalledBlock(BaseModel):
    type: Literal["tool_use"]
    id: str = Field(description="Identifier of the call, which its result repeats.")
    name: str = Field(description="Name of the tool to call.")
    input: dict[str, Any] = Field(description="Arguments of the call.")


class MessageUsage(BaseModel):
    input_tokens: int = Field(description="Tokens of the input.")
    output_tokens: int = Field(description="Tokens that the model wrote.")
    cache_creation_input_tokens: int = Field(description="Input tokens written to a prompt cache: always 0.")
    cache_read_input_tokens: int = Field(description="Input tokens read from a prompt cache.")


class MessageDocument(BaseModel):
    id: str = Field(description="Identifier of this message.")
    type: Literal["message"]
    role: Literal["assistant"]
    model: str = Field(description="Name of the model that answered.")
    content: list[SpokenBlock | CalledBlock] = Field(
        description="Text and tool calls of the answer, in order."
    )
    stop_reason: StopReason | None = Field(description="Why the answer ends; null while it is streamed.")
    stop_sequence: str | None = Field(
        description="The stop sequence that ended the answer; null if none did."
    )
    usage: MessageUsage = Field(description="Tokens that this request used.")


class MessageWriter:
    """One message. `document` is it as far as it is known."""

    def __init__(self, model: str) -> None:
        self.document = MessageDocument(
            id=f"msg_{uuid4().hex[:24]}",
            type="message",
            role="assistant",
            model=model,
            content=[],
            stop_reason=None,
            stop_sequence=None,
            usage=_usage({}),
        )
        self._open: SpokenBlock | CalledBlock | None = None
        self._text = ""

    async def write(self, chunks: AsyncIterator[Chunk]) -> AsyncIterator[Told]:
        """Yield the events of the message; `document` is whole after the last.

        Nothing is told before the engine says something: a refusal is then an answer, and no event.
        """
        has_begun = False
        async for chunk in chunks:
            self.document.model = chunk.get("model", self.document.model)
            if not has_begun:
                has_begun = True
                yield {"type": "message_start", "message": self.document.model_dump(mode="json")}
            if chunk.get("usage"):
                self.document.usage = _usage(chunk["usage"])
            for choice in chunk.get("choices", ()):
                for event in self._add(choice.get("delta") or {}):
                    yield event
                if choice.get("finish_reason"):
                    self._end(choice)
        for event in self._close():
            yield event
        document = self.document
        delta = {"stop_reason": document.stop_reason, "stop_sequence": document.stop_sequence}
        yield {"type": "message_delta", "delta": delta, "usage": self.document.usage.model_dump()}
        yield {"type": "message_stop"}

    def _end(self, choice: Told) -> None:
        self.document.stop_sequence = choice.get(STOPPED_BY)
        reason = _REASONS.get(choice["finish_reason"], "end_turn")
        self.document.stop_reason = "stop_sequence" if self.document.stop_sequence is not None else reason

    def _add(self, delta: Told) -> Iterator[Told]:
        if delta.get("content"):
            if not isinstance(self._open, SpokenBlock):
                yield from self._begin(SpokenBlock(type="text", text=""))
            yield self._more({"type": "text_delta", "text": delta["content"]}, delta["content"])
        for call in delta.get("tool_calls") or ():
            function = call.get("function") or {}
            if call.get("id") is not None:
                name = function.get("name", "")
                yield from self._begin(CalledBlock(type="tool_use", id=call["id"], name=name, input={}))
            if function.get("arguments"):
                told = {"type": "input_json_delta", "partial_json": function["arguments"]}
                yield self._more(told, function["arguments"])

    def _begin(self, block: SpokenBlock | CalledBlock) -> Iterator[Told]:
        yield from self._close()
        self._open = block
        yield {"type": "content_block_start", "index": self._place, "content_block": block.model_dump()}

    def _more(self, delta: Told, text: str) -> Told:
        self._text += text
        return {"type": "content_block_delta", "index": self._place, "delta": delta}

    def _close(self) -> Iterator[Told]:
        """End the block that is open, if one is, and put it into the message."""
        if self._open is None:
            return
        yield {"type": "content_block_stop", "index": self._place}
        whole = {"text": self._text} if isinstance(self._open, SpokenBlock) else {"input": _input(self._text)}
        self.document.content.append(self._open.model_copy(update=whole))
        self._open, self._text = None, ""

    @property
    def _place(self) -> int:
        return len(self.document.content)


def _input(arguments: str) -> dict[str, Any]:
    """Return what a tool is called with: nothing where the answer was cut off before its end."""
    try:
        told = orjson.loads(arguments)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _usage(usage: Mapping[str, Any]) -> MessageUsage:
    """Return the usage of a chat completion; what came from the engine's cache is told apart."""
    cached = int((usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0)
    return MessageUsage(
        input_tokens=int(usage.get("prompt_tokens") or 0) - cached,
        output_tokens=int(usage.get("completion_tokens") or 0),
        cache_creation_input_tokens=0,
        cache_read_input_tokens=cached,
    )
