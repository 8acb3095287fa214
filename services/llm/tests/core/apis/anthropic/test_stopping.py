from collections.abc import AsyncGenerator
from typing import Any

import pytest

from flowforge_llm.core.apis.anthropic.stopping import STOPPED_BY, until_stop

CLOSED: list[bool] = []


async def chunks(*texts: str) -> AsyncGenerator[dict[str, Any]]:
    CLOSED.clear()
    try:
        for text in texts:
            yield {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
        yield {"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]}
        yield {"choices": [], "usage": {"prompt_tokens": 1}}
    finally:
        CLOSED.append(True)


async def read(stops: list[str], *texts: str) -> tuple[str, str | None, str | None]:
    said, reason, stopped_by = "", None, None
    async for chunk in until_stop(chunks(*texts), stops):
        for choice in chunk["choices"]:
            said += choice["delta"].get("content") or ""
            reason = choice["finish_reason"] or reason
            stopped_by = choice.get(STOPPED_BY) or stopped_by
    assert CLOSED == [True]
    return said, reason, stopped_by


@pytest.mark.parametrize(
    ("stops", "texts", "expected"),
    [
        (["END"], ("one ", "two END three"), ("one two ", "stop", "END")),
        (["END"], ("one E", "N", "D two"), ("one ", "stop", "END")),
        (["END"], ("one E", "N two"), ("one EN two", "length", None)),
        (["END"], ("one EN",), ("one EN", "length", None)),
        (["b", "a"], ("xa", "b"), ("x", "stop", "a")),
        (["\n\n"], ("line\n", "\nmore"), ("line", "stop", "\n\n")),
    ],
)
async def test_the_answer_ends_before_the_first_stop_sequence(
    stops: list[str], texts: tuple[str, ...], expected: tuple[str, str, str | None]
) -> None:
    assert await read(stops, *texts) == expected
