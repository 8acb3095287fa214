"""Find the stop sequence that ends an answer: engines stop at one without saying which."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from flowforge_llm.core.models.port import Chunk

STOPPED_BY = "stop_sequence"  # the field of a choice that names the sequence


async def until_stop(chunks: AsyncGenerator[Chunk], stops: Sequence[str]) -> AsyncGenerator[Chunk]:
    """Yield *chunks* up to the first of *stops*, and end the stream there.

    Text that may be the beginning of a stop sequence is held back until it is known not to be one.
    """
    held = ""
    async with aclosing(chunks):
        async for chunk in chunks:
            for choice in chunk.get("choices", ()):
                delta = choice.setdefault("delta", {})
                held += delta.get("content") or ""
                place, stop = _first(held, stops)
                if stop is not None:
                    delta["content"] = held[:place]
                    choice |= {"finish_reason": "stop", STOPPED_BY: stop}
                    yield chunk
                    return
                is_last = bool(choice.get("finish_reason"))
                safe = len(held) if is_last else len(held) - _possible_start(held, stops)
                _say(delta, held[:safe])
                held = held[safe:]
            yield chunk


def _say(delta: dict[str, Any], text: str) -> None:
    if text or "content" in delta:
        delta["content"] = text


def _first(text: str, stops: Sequence[str]) -> tuple[int, str | None]:
    """Return the first place of a stop sequence in *text*, and which it is."""
    found = [(text.find(stop), stop) for stop in stops if stop in text]
    return min(found, default=(-1, None), key=lambda one: one[0])


def _possible_start(text: str, stops: Sequence[str]) -> int:
    """Return how many characters at the end of *text* may begin a stop sequence."""
    sizes = [size for stop in stops for size in range(1, len(stop)) if text.endswith(stop[:size])]
    return max(sizes, default=0)
