"""Results of the embedded model for 24 texts, each judged by one reader as true to its text or not.

The limits of `review_text` were chosen on one half and are measured on the other.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from flowforge_llm.core.models.catalog import load_catalog
from flowforge_llm.core.tasks.reviewing.review import Review, is_small, review_text, told

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("labelled.jsonl").read_text().splitlines()
]


def needs_review(row: dict[str, Any]) -> bool:
    found = review_text(row["text"], row["result"], expected_language="en", confidence=row["confidence"])
    return bool(found.reasons)


@pytest.mark.parametrize(
    ("half", "task", "bad", "good"),
    [
        ("fitted", "summarize", (2, 3), (0, 7)),
        ("fitted", "title", (2, 2), (0, 9)),
        ("reported", "summarize", (4, 4), (2, 6)),
        ("reported", "title", (1, 1), (1, 11)),
    ],
)
def test_what_the_signals_catch(half: str, task: str, bad: tuple[int, int], good: tuple[int, int]) -> None:
    """Of the bad ones so many of all are caught, of the good ones so many of all are flagged."""
    rows = [row for row in ROWS if (row["half"], row["task"]) == (half, task)]
    wrong, right = [row for row in rows if not row["is_good"]], [row for row in rows if row["is_good"]]
    assert (sum(map(needs_review, wrong)), len(wrong)) == bad
    assert (sum(map(needs_review, right)), len(right)) == good


def test_the_language_that_was_asked_for() -> None:
    source = "Der Zug nach Berlin fährt heute leider nicht."
    french = "Malheureusement, le train pour Berlin ne part pas aujourd'hui."
    english = "Unfortunately the train to Berlin is not leaving today."
    right = review_text(source, french, expected_language="fr", may_add_words=True)
    assert (right.language, right.reasons) == ("fr", [])
    wrong = review_text(source, english, expected_language="fr", may_add_words=True)
    assert wrong.reasons == ["wrong_language"]


def test_placeholders_and_copies() -> None:
    found = review_text("Good day, {name}.", "Guten Tag.", expected_language="de", may_add_words=True)
    assert found.reasons == ["lost_part"]
    assert review_text("Good day.", "good day", expected_language=None).reasons == ["copied"]


def test_what_is_told() -> None:
    review = Review()
    assert told(review) == {"needs_review": False, "review_reasons": []}
    review.add("cut_off")
    review.add("cut_off")
    review.add("inferred", when=False)
    assert told(review) == {"needs_review": True, "review_reasons": ["cut_off"]}


def test_only_the_packaged_chat_model_counts_as_small(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text(
        'default = "own"\n[models.own]\nengine = "llama"\nweights = "/own.gguf"\ncontext_length = 4096\n'
    )
    assert is_small(load_catalog(None, {}).models["smollm2-135m-instruct"])
    assert not is_small(load_catalog(tmp_path / "models.toml", {}).models["own"])
