"""Scores from what a model thinks of a yes or a no: the arithmetic, on answers of a known shape."""

import math

import pytest

from flowforge_llm.core.moderation import CATEGORIES, leaning, scores


def answer(**logprobs: float) -> dict[str, object]:
    tops = [{"token": token, "logprob": logprob} for token, logprob in logprobs.items()]
    return {"choices": [{"logprobs": {"content": [{"top_logprobs": tops}]}}]}


def test_it_leans_as_far_as_yes_is_likelier_than_no() -> None:
    assert leaning(answer(Yes=math.log(0.6), No=math.log(0.2), well=-30.0)) == pytest.approx(math.log(3))
    assert leaning(answer(yes=math.log(0.2), no=math.log(0.6), well=-30.0)) == pytest.approx(-math.log(3))


def test_all_ways_of_writing_a_word_count() -> None:
    several = {"choices": [{"logprobs": {"content": [{"top_logprobs": [
        {"token": " Yes", "logprob": math.log(0.3)},
        {"token": "yes.", "logprob": math.log(0.3)},
        {"token": "No", "logprob": math.log(0.2)},
        {"token": "well", "logprob": -30.0},
    ]}]}}]}  # fmt: skip
    assert leaning(several) == pytest.approx(math.log(3))


def test_what_is_not_among_the_likeliest_is_as_rare_as_the_rarest_of_them() -> None:
    assert leaning(answer(Yes=-1.0, well=-5.0)) == pytest.approx(
        math.log((math.exp(-1) + math.exp(-5)) / math.exp(-5))
    )


def test_a_yes_that_comes_to_every_text_counts_for_nothing() -> None:
    told = scores([2.0, 5.0, -3.0] + [0.0] * 10, [2.0, 2.0] + [0.0] * 11)
    assert list(told) == list(CATEGORIES)
    first, second, third, *_ = told.values()
    assert first == 0.5
    assert second == pytest.approx(1 / (1 + math.exp(-3)))
    assert third == pytest.approx(1 / (1 + math.exp(3)))
