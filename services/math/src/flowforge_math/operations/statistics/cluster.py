"""Group similar rows into clusters by k-means, DBSCAN or a hierarchy.

Without `clusters`, k-means and the hierarchy try 2 to 10 and take the number with the best silhouette.
DBSCAN finds clusters of any shape and leaves rows out as noise. Columns are brought to one scale first.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation


class ClusterForm(DataForm):
    columns: list[str] = Field(
        [], max_length=50, description="Columns to compare; all numeric ones if empty."
    )
    method: Literal["k_means", "dbscan", "hierarchical"] = Field(
        "k_means", description="k_means takes 100,000 rows, dbscan 20,000 and hierarchical 5,000."
    )
    clusters: int | None = Field(
        None, ge=1, le=100, description="Of k_means and hierarchical; chosen if absent."
    )
    radius: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="Of dbscan: how near neighbors are; chosen if absent."
    )
    neighbors: int = Field(
        5, ge=1, le=1000, description="Of dbscan: rows within the radius that make a core."
    )
    linkage: Literal["ward", "complete", "average", "single"] = Field(
        "ward", description="Of hierarchical: how the distance of two clusters is measured."
    )
    standardize: bool = Field(
        default=True, description="Scale each column to a standard deviation of 1 first."
    )


class Cluster(BaseModel):
    cluster: int = Field(description="Its number, as in `labels`; the largest cluster is 0.")
    count: int = Field(description="Rows in it.")
    center: dict[str, float] = Field(description="Mean of each column, on its own scale.")


class TriedClusters(BaseModel):
    clusters: int = Field(description="A number of clusters.")
    silhouette: float = Field(description="How well they are apart.")


class ClusterResult(BaseModel):
    labels: list[int | None] = Field(
        description="The cluster of each row; null for noise and incomplete rows."
    )
    clusters: list[Cluster] = Field(description="The largest first.")
    noise: list[int] = Field(description="Of dbscan: rows in no cluster, counted from 0.")
    silhouette: float | None = Field(description="From -1 to 1, above 0.5 well apart; null with one cluster.")
    inertia: float | None = Field(description="Of k_means: squared distances to the centers, as scaled.")
    radius: float | None = Field(description="Of dbscan: the radius that was used, as scaled.")
    tried: list[TriedClusters] = Field(description="The numbers of clusters that were compared.")
    columns: list[str] = Field(description="The columns that were compared.")
    warnings: list[str] = Field(description="What was chosen or left out.")


@operation(
    "/statistics/cluster",
    example={"data": {"x": [1, 1.2, 0.9, 8, 8.1, 7.9], "y": [2, 2.1, 1.8, 9, 9.2, 8.8]}, "clusters": 2},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=2 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "data": {f"c{at}": [row * (at + 7) % 997 for row in range(20_000)] for at in range(20)},
        "method": "k_means",
    },
)
def cluster_rows(form: ClusterForm) -> ClusterResult:
    from flowforge_math.core.multivariate.clusters import answer  # noqa: PLC0415 - sklearn, in the worker alone

    return ClusterResult.model_validate(answer(form))
