"""Find rows that are probably the same, although they are written differently, and explain why.

Rows are compared by the columns in `by`. Those over `threshold` form clusters, with the score of each column;
those between `review_threshold` and `threshold` are a list for a person to decide. /tables/merge-duplicates
keeps one row of each cluster.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.forms import SourceForm
from flowforge_data.core.faults import READING, UnknownColumn
from flowforge_data.core.tables.matching.fields import MatchField, Thresholds, TooManyCandidates
from flowforge_data.core.tables.steps.step import LIMITS, RUN
from servicekit import Context, operation

_SHOWN = 1_000


class FindDuplicatesForm(Thresholds, SourceForm):
    by: list[MatchField] = Field(min_length=1, max_length=20, description="The columns to compare.")


class AlikeRows(BaseModel):
    row: int = Field(description="A row, counted from 1 with the header.")
    other_row: int = Field(description="The row that it is like.")
    score: float = Field(description="How alike they are, from 0 to 1.")
    scores: dict[str, float | None] = Field(description="The score of each column; null where one is empty.")


class Cluster(BaseModel):
    rows: list[int] = Field(description="The rows that are the same, counted from 1 with the header.")
    records: list[dict[str, Any]] = Field(description="These rows.")
    pairs: list[AlikeRows] = Field(description="Why they are: the pairs over the threshold, the best first.")


class DuplicatesResult(BaseModel):
    rows: int = Field(description="How many rows were compared.")
    duplicate_rows: int = Field(description="How many would go if one row of each cluster stayed.")
    cluster_count: int = Field(description="How many clusters there are.")
    clusters: list[Cluster] = Field(description="The first 1,000 clusters.")
    review_count: int = Field(description="How many pairs a person should look at.")
    review: list[AlikeRows] = Field(description="The first 1,000 of these pairs, the most alike first.")
    warnings: list[str] = Field(description="What was guessed, and what was not compared.")


@operation(
    "/tables/find-duplicates",
    errors=[*READING, UnknownColumn, TooManyCandidates],
    run=RUN,
    limits=LIMITS,
    example={
        "data": [
            {"name": "Ada Lovelace", "city": "London"},
            {"name": "Lovelace, Ada", "city": "london"},
            {"name": "Grace Hopper", "city": "Arlington"},
        ],
        "by": [{"column": "name", "method": "name"}, {"column": "city"}],
    },
)
def find_duplicates(form: FindDuplicatesForm, context: Context) -> DuplicatesResult:
    from flowforge_data.core.conversion.opening import whole_table  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.conversion.requests import open_source, warnings_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.matching.duplicates import Alike, alike_rows  # noqa: PLC0415 - likewise

    def told(pair: Alike) -> AlikeRows:
        return AlikeRows(row=pair.left + 2, other_row=pair.right + 2, score=pair.score, scores=pair.scores)

    source = open_source(form, context.workspace)
    frame = whole_table(source)
    found = alike_rows(frame, form.by, form, source.notes.warnings)
    clusters = [
        Cluster(
            rows=[row + 2 for row in rows],
            records=frame[rows].to_dicts(),
            pairs=[told(pair) for pair in pairs],
        )
        for rows, pairs in found.clusters[:_SHOWN]
    ]
    return DuplicatesResult(
        rows=frame.height,
        duplicate_rows=sum(len(rows) - 1 for rows, _ in found.clusters),
        cluster_count=len(found.clusters),
        clusters=clusters,
        review_count=len(found.review),
        review=[told(pair) for pair in found.review[:_SHOWN]],
        warnings=warnings_of(source.notes),
    )
