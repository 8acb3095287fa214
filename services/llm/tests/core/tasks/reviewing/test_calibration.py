"""Confidences are fitted on one half of the labelled sets, and hold on the other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from flowforge_llm.core.tasks.reviewing.calibration import LABELS, LANGUAGE, SENTIMENT, Calibration, logit
from flowforge_llm.core.tasks.text.languages import rank

FOLDER = Path(__file__).parent
MOODS = ("positive", "neutral", "negative")
CALIBRATIONS = {"sentiment": SENTIMENT, "labels": LABELS, "language": LANGUAGE}
Judged = tuple[str, float, str, bool]  # half, share, kind of answer, whether it is right


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]


def judged(task: str) -> Iterator[Judged]:
    if task == "language":
        for row in read("languages.jsonl"):
            yield row["half"], row["share"], "", row["found"] == row["language"]
        return
    for row in read("sentences.jsonl"):
        if task == "sentiment":
            share, mood = max(zip(row["shares"], MOODS, strict=True))
            yield row["half"], share, mood, mood == row["mood"]
        else:
            for _, score, is_right in row["classified"]:
                yield row["half"], score, "", is_right


def fitted(rows: list[Judged], kinds: list[str]) -> np.ndarray[Any, Any]:
    """Return the offsets and the slope of a logistic regression, by Newton's method."""
    inputs = np.array(
        [[*(kind == each for each in kinds), logit(share)] for _, share, kind, _ in rows], float
    )
    right = np.array([is_right for *_, is_right in rows], float)
    weights = np.zeros(len(kinds) + 1)
    for _ in range(50):
        likely = 1 / (1 + np.exp(-inputs @ weights))
        spread = (inputs.T * (likely * (1 - likely))) @ inputs
        weights += np.linalg.solve(spread + 1e-4 * np.eye(len(weights)), inputs.T @ (right - likely))
    return weights


def errors(shares: list[float], rights: list[bool]) -> tuple[float, float]:
    """Return the expected calibration error over ten bins, and the Brier score."""
    told, right = np.array(shares), np.array(rights, float)
    bins = np.minimum((told * 10).astype(int), 9)
    gaps = [abs(told[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean() for at in set(bins)]
    return float(sum(gaps)), float(((told - right) ** 2).mean())


@pytest.mark.parametrize(("task", "calibration"), CALIBRATIONS.items(), ids=CALIBRATIONS)
def test_constants_are_the_fit_of_one_half(task: str, calibration: Calibration) -> None:
    rows = [row for row in judged(task) if row[0] == "fitted"]
    kinds = list(calibration.offsets)
    expected = [*calibration.offsets.values(), calibration.slope]
    assert fitted(rows, kinds).tolist() == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("task", "most_error", "most_brier"),
    [("sentiment", 0.045, 0.22), ("labels", 0.035, 0.175), ("language", 0.05, 0.055)],
)
def test_the_other_half_bears_them_out(task: str, most_error: float, most_brier: float) -> None:
    rows = [row for row in judged(task) if row[0] == "reported"]
    rights = [is_right for *_, is_right in rows]
    told = [CALIBRATIONS[task].confidence(share, kind) for _, share, kind, _ in rows]
    error, brier = errors(told, rights)
    raw_error, raw_brier = errors([share for _, share, _, _ in rows], rights)
    assert (error, brier) < (most_error, most_brier)
    assert brier < most_brier
    assert error < raw_error
    assert brier < raw_brier


def test_the_sets_hold_what_the_service_answers(client: httpx.Client) -> None:
    for row in read("sentences.jsonl")[:8]:
        answer = client.post("/sentiment", json={"text": row["text"]}).json()
        assert [answer["shares"][mood] for mood in MOODS] == pytest.approx(row["shares"], abs=0.02)
        share = answer["shares"][answer["sentiment"]]
        assert answer["confidence"] == SENTIMENT.confidence(share, answer["sentiment"])
    for row in read("languages.jsonl")[::20]:
        found, share = rank(row["text"])[0]
        assert (found, share) == (row["found"], pytest.approx(row["share"], abs=0.001))
