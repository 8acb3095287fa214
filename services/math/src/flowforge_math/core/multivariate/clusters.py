"""Groups of similar rows: k-means, DBSCAN, hierarchical."""

import warnings as python_warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import scipy.cluster.hierarchy
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import silhouette_score
from sklearn.neighbors import NearestNeighbors

from flowforge_math.core.multivariate.matrix import Points, points_of
from flowforge_math.core.samples.faults import UnsuitableSamples

hierarchy: Any = scipy.cluster.hierarchy
MOST_ROWS: Final = {"k_means": 100_000, "dbscan": 20_000, "hierarchical": 5_000}
MOST_TRIED: Final = 10
SAMPLE: Final = 2_000
SEED: Final = 0
BUDGET: Final = 5_000_000_000
NOISE: Final = -1
NEIGHBORS_AT: Final = 0.9


def answer(form: Any) -> dict[str, Any]:
    points = points_of(form, MOST_ROWS[form.method], 3)
    if form.clusters is not None and form.clusters > len(points.values):
        reason = f"{form.clusters} clusters of {len(points.values)} complete rows"
        raise UnsuitableSamples(field="clusters", reason=reason)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        labels, found = _METHODS[form.method](form, points)
    labels = _by_size(labels)
    all_labels: list[int | None] = [None] * points.count
    for row, label in zip(points.rows, labels, strict=True):
        all_labels[int(row)] = None if label == NOISE else int(label)
    return {
        "labels": all_labels,
        "clusters": _described(points, labels),
        "noise": [int(row) for row in points.rows[labels == NOISE]],
        "silhouette": _silhouette(points.scaled, labels),
        "inertia": None,
        "radius": None,
        "tried": [],
        **found,
        "columns": points.names,
        "warnings": points.warnings,
    }


def _by_size(labels: Any) -> Any:
    """Number clusters by their size, the largest 0; noise stays -1."""
    known, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(
        (place for place, label in enumerate(known) if label != NOISE),
        key=lambda place: (-counts[place], first[place]),
    )
    numbers = {int(known[place]): number for number, place in enumerate(order)} | {NOISE: NOISE}
    return np.array([numbers[int(label)] for label in labels])


def _described(points: Points, labels: Any) -> list[dict[str, Any]]:
    described = []
    for label in range(int(labels.max()) + 1):
        inside = points.values[labels == label]
        center = {name: float(value) for name, value in zip(points.names, inside.mean(axis=0), strict=True)}
        described.append({"cluster": label, "count": len(inside), "center": center})
    return described


def _silhouette(scaled: Any, labels: Any) -> float | None:
    """Return how well clusters are apart, of 2,000 rows at the most; None unless there are two."""
    inside = labels != NOISE
    count = len(np.unique(labels[inside]))
    if not 2 <= count < inside.sum():  # noqa: PLR2004 - two clusters can be apart
        return None
    sample = min(SAMPLE, int(inside.sum()))
    try:
        return float(silhouette_score(scaled[inside], labels[inside], sample_size=sample, random_state=SEED))
    except ValueError:  # the sample missed all clusters but one
        return None


Found = tuple[Any, dict[str, Any]]


def _k_means(form: Any, points: Points) -> Found:
    most = min(MOST_TRIED, len(np.unique(points.scaled, axis=0)))
    counts = [form.clusters] if form.clusters is not None else list(range(2, most + 1))
    # Distances a round, over all that is fitted: fewer starts and rounds where these are many.
    cells = max(points.scaled.size * sum(counts), 1)
    starts = min(max(BUDGET // (cells * 100), 1), 10)
    rounds = min(max(BUDGET // (cells * starts), 20), 300)

    def fit(count: int) -> Any:
        found = KMeans(count, n_init=starts, max_iter=rounds, random_state=SEED).fit(points.scaled)
        if found.n_iter_ >= rounds < 300:  # noqa: PLR2004 - the rounds of small data
            points.warnings.append(f"The data are large: {count} clusters were not refined to the end.")
        return found

    if form.clusters is not None:
        found = fit(form.clusters)
        return found.labels_, {"inertia": float(found.inertia_)}
    fits = {count: fit(count) for count in counts}
    scores = {count: _silhouette(points.scaled, one.labels_) or -1.0 for count, one in fits.items()}
    if not scores:
        raise UnsuitableSamples(field="columns", reason="all complete rows are equal")
    best = max(scores, key=lambda count: scores[count])
    tried = [{"clusters": count, "silhouette": score} for count, score in scores.items()]
    return fits[best].labels_, {"inertia": float(fits[best].inertia_), "tried": tried}


def _dbscan(form: Any, points: Points) -> Found:
    radius = form.radius
    if radius is None:
        neighbors = min(form.neighbors, len(points.scaled) - 1)
        distances, _ = (
            NearestNeighbors(n_neighbors=neighbors + 1).fit(points.scaled).kneighbors(points.scaled)
        )
        radius = float(np.quantile(distances[:, -1], NEIGHBORS_AT)) or 1e-12
        points.warnings.append(f"'radius' was chosen from the data: {radius:.4g}.")
    found = DBSCAN(eps=radius, min_samples=form.neighbors).fit(points.scaled)
    if (found.labels_ == NOISE).all():
        points.warnings.append("No cluster was found: try a larger 'radius' or fewer 'neighbors'.")
    return found.labels_, {"radius": radius}


def _hierarchical(form: Any, points: Points) -> Found:
    tree = hierarchy.linkage(points.scaled, method=form.linkage)
    if form.clusters is not None:
        return hierarchy.fcluster(tree, form.clusters, criterion="maxclust"), {}
    most = min(MOST_TRIED, len(points.scaled) - 1)
    cuts = {count: hierarchy.fcluster(tree, count, criterion="maxclust") for count in range(2, most + 1)}
    scores = {count: _silhouette(points.scaled, labels) or -1.0 for count, labels in cuts.items()}
    best = max(scores, key=lambda count: scores[count])
    return cuts[best], {"tried": [{"clusters": count, "silhouette": one} for count, one in scores.items()]}


_METHODS: Final[dict[str, Callable[[Any, Points], Found]]] = {
    "k_means": _k_means,
    "dbscan": _dbscan,
    "hierarchical": _hierarchical,
}
