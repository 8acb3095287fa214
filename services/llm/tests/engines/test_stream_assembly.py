from typing import Any

from flowforge_llm.engines.stream_assembly import Assembly


def _assembled(*chunks: dict[str, Any]) -> dict[str, Any]:
    assembly = Assembly()
    for chunk in chunks:
        assembly.add(chunk)
    return assembly.document()


def test_choices_of_a_chat_come_together_in_their_order() -> None:
    shape = {"id": "a", "object": "chat.completion.chunk", "created": 1}

    def chunk(index: int, finish: str | None, token: str | None = None, **delta: object) -> dict[str, Any]:
        logprobs = {"content": [token], "refusal": None} if token else None
        choice = {"index": index, "delta": delta, "finish_reason": finish, "logprobs": logprobs}
        return {**shape, "choices": [choice]}

    document = _assembled(
        chunk(1, None, role="assistant", content=None),
        chunk(1, None, "x", content="x"),
        chunk(0, None, "a", content="a"),
        chunk(0, None, "b", content="b"),
        chunk(0, "stop"),
        chunk(1, "length"),
        {**shape, "choices": [], "usage": {"total_tokens": 3}},
    )
    assert document == {
        "id": "a",
        "object": "chat.completion",
        "created": 1,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "ab"},
                "finish_reason": "stop",
                "logprobs": {"content": ["a", "b"], "refusal": None},
            },
            {
                "index": 1,
                "message": {"role": "assistant", "content": "x"},
                "finish_reason": "length",
                "logprobs": {"content": ["x"], "refusal": None},
            },
        ],
        "usage": {"total_tokens": 3},
    }


def test_texts_come_together() -> None:
    told = _assembled(
        {"object": "text_completion", "choices": [{"index": 0, "text": "a", "finish_reason": None}]},
        {"object": "text_completion", "choices": [{"index": 0, "text": "b", "finish_reason": "stop"}]},
    )
    choice = {"index": 0, "text": "ab", "finish_reason": "stop", "logprobs": None}
    assert told == {"object": "text_completion", "choices": [choice]}
