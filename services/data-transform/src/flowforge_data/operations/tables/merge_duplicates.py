"""Keep one row of each cluster of rows that are probably the same, although they are written differently.

/tables/find-duplicates explains the clusters first. `fill` completes the row that stays with values of the
others.
"""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.matching.fields import MatchField, Thresholds, TooManyCandidates
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, TableStep, Work
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class MergeDuplicates(Thresholds, TableStep):
    by: list[MatchField] = Field(min_length=1, max_length=20, description="The columns to compare.")
    keep: Literal["first", "last", "most_complete"] = Field(
        "most_complete", description="Which row of a cluster stays."
    )
    fill: bool = Field(
        default=True, description="Fill the empty cells of that row from the others of its cluster."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        from flowforge_data.core.tables.matching.duplicates import alike_rows  # noqa: PLC0415 - polars is for workers

        found = alike_rows(frame, self.by, self, work.warnings)
        rows = frame.rows()
        removed: set[int] = set()
        for cluster, _ in found.clusters:
            stays = self._stays(cluster, rows)
            removed.update(row for row in cluster if row != stays)
            if self.fill:
                rows[stays] = _filled(rows, [stays, *(row for row in cluster if row != stays)])
        if removed:
            work.warnings.append(f"{len(removed)} rows were merged into {len(found.clusters)}")
        if found.review:
            work.warnings.append(
                f"{len(found.review)} pairs are alike and stay: /tables/find-duplicates lists them"
            )
        kept = [row for number, row in enumerate(rows) if number not in removed]
        return type(frame)(kept, schema=frame.schema, orient="row")

    def _stays(self, cluster: list[int], rows: list[tuple[object, ...]]) -> int:
        if self.keep != "most_complete":
            return cluster[0 if self.keep == "first" else -1]
        return max(cluster, key=lambda row: (sum(_has(cell) for cell in rows[row]), -row))


def _has(cell: object) -> bool:
    return cell is not None and cell != ""


def _filled(rows: list[tuple[object, ...]], order: list[int]) -> tuple[object, ...]:
    columns = zip(*(rows[row] for row in order), strict=True)
    return tuple(next((cell for cell in cells if _has(cell)), cells[0]) for cells in columns)


class MergeDuplicatesForm(MergeDuplicates, StepForm):
    pass


@operation(
    "/tables/merge-duplicates",
    errors=[*CHANGING, TooManyCandidates],
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={
        "data": [{"name": "Ada Lovelace", "tel": None}, {"name": "Lovelace, Ada", "tel": "55 1"}],
        "by": [{"column": "name", "method": "name"}],
    },
)
def merge_duplicates(form: MergeDuplicatesForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
