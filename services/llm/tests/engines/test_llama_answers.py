"""The answers are those of a real server; see also tests/operations/chat."""

from typing import Any

from flowforge_llm.engines.llama_answers import LlamaAnswers, wish


def _token(text: str, *alternatives: str) -> dict[str, Any]:
    tops = [{"id": 2, "token": one, "bytes": [1], "logprob": -1.0} for one in alternatives]
    return {"id": 1, "token": text, "bytes": [1], "logprob": -0.5, "top_logprobs": tops}


def test_only_what_is_needed_is_asked_for() -> None:
    assert wish("/chat/completions", {"n": 1}) == {}
    assert wish("/chat/completions", {"n": 2}) == {"logprobs": True, "top_logprobs": 1}
    assert wish("/chat/completions", {"logprobs": True, "top_logprobs": 3}) == {
        "logprobs": True,
        "top_logprobs": 3,
    }
    assert wish("/completions", {"logprobs": 0}) == {"logprobs": 1}
    assert wish("/embeddings", {"input": "a"}) == {}


def test_tokens_are_counted_over_all_choices_of_a_stream_and_shown_only_where_asked() -> None:
    answers = LlamaAnswers("/chat/completions", {"n": 2})
    for index in (0, 1, 1):
        choice = {"index": index, "delta": {}, "logprobs": {"content": [_token("a")]}}
        assert answers.amend({"choices": [choice]})["choices"][0]["logprobs"] is None
    last = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}}
    assert answers.amend(last)["usage"] == {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}


def test_text_completions_have_lists_side_by_side_that_go_on_from_chunk_to_chunk() -> None:
    answers = LlamaAnswers("/completions", {"logprobs": 1})
    told = [
        answers.amend({"choices": [{"index": 0, "text": "", "logprobs": {"content": tokens}}]})["choices"][0]
        for tokens in ([_token("One", "One", "A"), _token(" two", " two")], [_token(".", "!")])
    ]
    assert told[0]["logprobs"] == {
        "tokens": ["One", " two"],
        "token_logprobs": [-0.5, -0.5],
        "top_logprobs": [{"One": -0.5}, {" two": -0.5}],
        "text_offset": [0, 3],
    }
    assert told[1]["logprobs"]["text_offset"] == [7]
    assert told[1]["logprobs"]["top_logprobs"] == [
        {"!": -1.0, ".": -0.5}
    ]  # the drawn one beside the likeliest
