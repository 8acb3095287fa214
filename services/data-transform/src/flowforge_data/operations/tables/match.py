"""Match the rows of two tables that mean the same, although they are written differently.

Each row gets the row of the other table that is most like it, as a fuzzy VLOOKUP: the columns of that row,
`match_score` and `match_decision`: match, review (between `review_threshold` and `threshold`) or none.
"""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.matching.fields import MatchField, Thresholds, TooManyCandidates
from flowforge_data.core.tables.steps.calling import TwoTablesStepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, TableStep, Work
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Match(Thresholds, TableStep):
    by: list[MatchField] = Field(min_length=1, max_length=20, description="The columns to compare.")
    keep: Literal["all", "matched", "unmatched", "review"] = Field(
        "all", description="Which rows of the table the result has."
    )
    explain: bool = Field(
        default=False, description="Add the score of each column, such as match_score_name."
    )
    suffix: str = Field(
        "_other", min_length=1, max_length=50, description="Added to names that both tables have."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        from flowforge_data.core.tables.matching.tables import matched  # noqa: PLC0415 - polars is for workers

        found = matched(frame, work.other, self.by, self, work.warnings)
        return found.table(self.suffix, self.keep, explain=self.explain)


class MatchForm(Match, TwoTablesStepForm):
    pass


@operation(
    "/tables/match",
    errors=[*CHANGING, TooManyCandidates],
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={
        "data": [{"customer": "ACME Inc."}, {"customer": "Initech"}],
        "other_data": [{"id": 7, "company": "Acme, Inc"}],
        "by": [{"column": "customer", "other_column": "company", "method": "name"}],
    },
)
def match_tables(form: MatchForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
