"""Turn what a model answered under a schema of calls into OpenAI's answers and deltas."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any
from uuid import uuid4

from flowforge_llm.core.chat.tools.scanning import CallScanner, Piece
from flowforge_llm.core.models.port import Chunk


def read_calls(document: dict[str, Any], *, words_are_text: bool) -> dict[str, Any]:
    """Return a chat completion with its calls in `tool_calls`, and its words in `content`."""
    choices = [_read_choice(choice, words_are_text=words_are_text) for choice in document["choices"]]
    return {**document, "choices": choices}


def _read_choice(choice: dict[str, Any], *, words_are_text: bool) -> dict[str, Any]:
    scanner = CallScanner(words_are_text=words_are_text)
    piece = scanner.feed(choice["message"].get("content") or "")
    message: dict[str, Any] = {"role": "assistant", "content": piece.words}
    if piece.call is not None:
        function = {"name": piece.call, "arguments": piece.arguments}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": _new_id(), "type": "function", "function": function}],
        }
    finish = _finish(scanner, choice["finish_reason"])
    return {**choice, "message": message, "finish_reason": finish}


async def stream_calls(chunks: AsyncIterator[Chunk], *, words_are_text: bool) -> AsyncGenerator[Chunk]:
    """Yield the chunks of a stream with the deltas of calls and words."""
    scanners: dict[int, CallScanner] = {}
    async for chunk in chunks:
        choices = []
        for choice in chunk.get("choices", ()):
            scanner = scanners.setdefault(choice["index"], CallScanner(words_are_text=words_are_text))
            delta = choice.get("delta", {})
            new = _delta(scanner.feed(delta.get("content") or ""))
            if delta.get("role"):
                new = {"role": delta["role"], "content": None, **new}
            finish = _finish(scanner, choice.get("finish_reason"))
            if new or finish is not None:
                choices.append({**choice, "delta": new, "finish_reason": finish})
        if choices or not chunk.get("choices"):
            yield {**chunk, "choices": choices}


def _delta(piece: Piece) -> dict[str, Any]:
    if piece.call is not None:
        function = {"name": piece.call, "arguments": piece.arguments}
        return {"tool_calls": [{"index": 0, "id": _new_id(), "type": "function", "function": function}]}
    if piece.arguments:
        return {"tool_calls": [{"index": 0, "function": {"arguments": piece.arguments}}]}
    return {"content": piece.words} if piece.words else {}


def _finish(scanner: CallScanner, reason: str | None) -> str | None:
    return "tool_calls" if reason == "stop" and scanner.has_called else reason


def _new_id() -> str:
    return f"call_{uuid4().hex[:24]}"
