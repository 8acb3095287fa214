"""Put the chunks of a stream together to the whole answer that the engine would have given.

An engine that notices late that nobody waits for a whole answer is asked for a stream: it stops when it
cannot write the next chunk.
"""

from typing import Any

from flowforge_llm.core.models.port import Chunk

_KINDS = {"chat.completion.chunk": "chat.completion"}


class Assembly:
    """The answer as far as it has come."""

    def __init__(self) -> None:
        self._shape: dict[str, Any] = {}
        self._choices: dict[int, dict[str, Any]] = {}
        self._usage: Any = None

    def add(self, chunk: Chunk) -> None:
        self._shape = self._shape or {
            key: value for key, value in chunk.items() if key not in ("choices", "usage")
        }
        self._usage = chunk.get("usage") or self._usage
        for part in chunk.get("choices", ()):
            self._add_choice(part)

    def document(self) -> dict[str, Any]:
        kind = self._shape.get("object", "")
        choices = [self._choices[index] for index in sorted(self._choices)]
        whole = {**self._shape, "object": _KINDS.get(kind, kind), "choices": choices}
        return whole if self._usage is None else {**whole, "usage": self._usage}

    def _add_choice(self, part: dict[str, Any]) -> None:
        choice = self._choices.setdefault(part["index"], {"index": part["index"]})
        if "delta" in part:
            message = choice.setdefault("message", {"role": "assistant", "content": ""})
            message["content"] += part["delta"].get("content") or ""
        else:
            choice["text"] = choice.get("text", "") + part.get("text", "")
        choice["finish_reason"] = part.get("finish_reason") or choice.get("finish_reason")
        choice["logprobs"] = _joined(choice.get("logprobs"), part.get("logprobs"))


def _joined(known: dict[str, Any] | None, more: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return log-probabilities one after the other: lists under some names."""
    if not known or not more:
        return known or more
    return {name: known[name] + value if isinstance(value, list) else value for name, value in more.items()}
