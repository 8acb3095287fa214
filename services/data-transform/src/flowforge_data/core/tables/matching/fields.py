"""The fields that two rows are compared by, as the caller names them."""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.tables.steps.step import ColumnName
from servicekit import RequestBody, ResourceLimit

Method = Literal["text", "name", "exact", "number", "date"]


class TooManyCandidates(ResourceLimit):
    code = "MATCH_TOO_LARGE"
    message = (
        "Over {limit:,} pairs of rows are alike enough to be compared. "
        "Compare by columns that tell rows apart better, or split the table."
    )


class MatchField(RequestBody):
    """One column to compare, such as `{"column": "name", "method": "name", "weight": 2}`."""

    column: ColumnName = Field(description="The column.")
    other_column: ColumnName | None = Field(
        None, description="The column of the other table, if it has another name."
    )
    method: Method = Field(
        "text",
        description="text: letter by letter; name: words in any order, for people and companies; exact: the "
        "same after case and blanks; number: by relative difference; date: by days apart.",
    )
    weight: float = Field(1, gt=0, le=100, description="How much it counts against the other columns.")


class Thresholds(RequestBody):
    """Scores from 0 to 1 that decide."""

    threshold: float = Field(0.85, ge=0, le=1, description="Score from which two rows are the same.")
    review_threshold: float | None = Field(
        None, ge=0, le=1, description="Score from which a person should look; by default 0.1 below."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.review_threshold is not None and self.review_threshold > self.threshold:
            raise ValueError("'review_threshold' must not be over 'threshold'")
        return self

    @property
    def review_from(self) -> float:
        given = self.review_threshold
        return max(0.0, self.threshold - 0.1) if given is None else given
