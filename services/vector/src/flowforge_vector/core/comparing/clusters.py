"""Group vectors of length 1 by k-means on the sphere, and find the words that tell the groups apart."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowforge_vector.engines.models.port import Matrix

_ROUNDS, _STARTS, _MOST_GUESSED = 50, 4, 20
_WORD = re.compile(r"[^\W\d_]{3,}")
Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Clustering:
    """A group for each row, the centers of the groups, and how well each row fits (1 is best)."""

    labels: Labels
    centers: Matrix
    silhouette: float


def cluster(rows: Matrix, count: int | None, seed: int = 0) -> Clustering:
    """Group *rows* into *count* groups, or into the number of groups that separates best."""
    if count is not None:
        return _best(rows, count, seed)
    most = min(_MOST_GUESSED, len(rows) - 1, max(2, int(math.sqrt(len(rows) * 2))))
    found = [_best(rows, number, seed) for number in range(2, most + 1)]
    return max(found, key=lambda one: one.silhouette) if found else _best(rows, 1, seed)


def _best(rows: Matrix, count: int, seed: int) -> Clustering:
    random = np.random.default_rng(seed)
    runs = [_run(rows, count, random) for _ in range(_STARTS)]
    labels, centers = max(runs, key=lambda one: float((rows * one[1][one[0]]).sum()))
    return Clustering(labels, centers, _silhouette(rows, labels, centers))


def _run(rows: Matrix, count: int, random: np.random.Generator) -> tuple[Labels, Matrix]:
    centers = _first_centers(rows, count, random)
    labels = np.zeros(len(rows), np.intp)
    for _ in range(_ROUNDS):
        found = (rows @ centers.T).argmax(axis=1)
        if (found == labels).all() and _ > 0:
            break
        labels = found
        for number in range(count):
            members = rows[labels == number]
            center = members.sum(axis=0) if len(members) else rows[random.integers(len(rows))]
            centers[number] = center / (np.linalg.norm(center) or 1)
    return labels, centers


def _first_centers(rows: Matrix, count: int, random: np.random.Generator) -> Matrix:
    """Choose rows far from each other (k-means++)."""
    chosen = [int(random.integers(len(rows)))]
    while len(chosen) < count:
        far = (1 - (rows @ rows[chosen].T).max(axis=1)).clip(0) + 1e-9
        chosen.append(int(random.choice(len(rows), p=far / far.sum())))
    centers: Matrix = rows[chosen].copy()
    return centers


def _silhouette(rows: Matrix, labels: Labels, centers: Matrix) -> float:
    """Return the simplified silhouette: distances to centers instead of all members."""
    if len(centers) < 2:  # noqa: PLR2004 - one group has no neighbor
        return 0.0
    distances = 1 - rows @ centers.T
    own = distances[np.arange(len(rows)), labels]
    distances[np.arange(len(rows)), labels] = np.inf
    other = distances.min(axis=1)
    values = (other - own) / np.maximum(np.maximum(own, other), 1e-9)
    sizes = np.bincount(labels, minlength=len(centers))
    return float(np.where(sizes[labels] > 1, values, 0).mean())  # a single text separates nothing


def label_words(texts: Sequence[str], labels: Labels, count: int, most: int = 5) -> list[list[str]]:
    """Return for each group the words that are frequent in it and rare in others (class-based tf-idf)."""
    groups: list[Counter[str]] = [Counter() for _ in range(count)]
    for text, label in zip(texts, labels, strict=True):
        groups[label].update(set(_WORD.findall(text.lower())))
    total: Counter[str] = Counter()
    for group in groups:
        total.update(group)
    average = sum(total.values()) / max(count, 1)
    return [_words_of(group, total, average, most) for group in groups]


def _words_of(group: Counter[str], total: Counter[str], average: float, most: int) -> list[str]:
    size = sum(group.values()) or 1
    scores = {
        word: number / size * math.log(1 + average / total[word]) * number / total[word]
        for word, number in group.items()
    }
    return sorted(scores, key=lambda word: (-scores[word], word))[:most]
