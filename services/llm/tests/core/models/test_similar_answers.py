import numpy as np
import pytest

from flowforge_llm.core.models import similar_answers
from flowforge_llm.core.models.similar_answers import Question, SimilarAnswers

EAST = np.array([1, 0], "<f4")
NEARLY = np.array([0.96, 0.28], "<f4")


def test_the_closest_is_found_and_what_is_not_close_is_not() -> None:
    answers = SimilarAnswers(0.95)
    answers.keep(Question("near", b"a"), NEARLY, {"id": "near"})
    answers.keep(Question("there", b"a"), EAST, {"id": "there"})
    found = answers.find(Question("new", b"a"), EAST)
    assert found == {"id": "there", "similar": {"similarity": 1.0, "question": "there"}}
    assert answers.find(Question("new", b"b"), EAST) is None
    assert answers.find(Question("new", b"a"), np.array([0, 1], "<f4")) is None


def test_other_numbers_make_another_question() -> None:
    answers = SimilarAnswers(0.8)
    answers.keep(Question("Add 2 and 3.", b"a"), EAST, {"id": "sum"})
    assert answers.find(Question("Add 2 and 4.", b"a"), EAST) is None
    assert answers.find(Question("Please add 2 and 3.", b"a"), EAST) is not None


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_answers, "_MOST_ANSWERS", 10)
    monkeypatch.setattr(similar_answers, "_MOST_PER_QUESTION", 3)
    answers = SimilarAnswers(0.8)
    for number in range(40):
        answers.keep(Question("q", bytes([number % 5])), EAST, {"id": str(number)})
    assert answers._count <= 10
    assert answers._count == sum(map(len, answers._kept.values()))
    assert max(map(len, answers._kept.values())) <= 3
    answers.keep(Question("q", b"big"), EAST, {"text": "x" * 100_000})
    assert answers.find(Question("q", b"big"), EAST) is None
