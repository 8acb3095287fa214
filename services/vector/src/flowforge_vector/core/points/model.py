"""What callers send for a point."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from flowforge_vector.core.point_ids import PointId
from servicekit import RequestBody

MAX_DIMENSIONS, MAX_SPARSE, MAX_TEXT = 65_536, 20_000, 100_000
Number = Annotated[float, Field(allow_inf_nan=False)]
DenseVector = Annotated[list[Number], Field(min_length=1, max_length=MAX_DIMENSIONS, fail_fast=True)]
Payload = dict[str, Any]
PointText = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]


class SparseVectorInput(RequestBody):
    """The elements of a vector that are not zero."""

    indices: list[Annotated[int, Field(ge=0, lt=2**32)]] = Field(
        max_length=MAX_SPARSE, fail_fast=True, description="Dimensions that are not zero."
    )
    values: list[Number] = Field(
        max_length=MAX_SPARSE, fail_fast=True, description="Value at each of the indices, in the same order."
    )

    @model_validator(mode="after")
    def _has_pairs(self) -> Self:
        if len(self.indices) != len(self.values):
            raise ValueError(f"has {len(self.indices)} indices and {len(self.values)} values")
        if len(set(self.indices)) != len(self.indices):
            raise ValueError("has an index twice")
        return self


class PointInput(RequestBody):
    id: PointId | None = Field(
        None, description="Any text. Without it the id is made of the content, so a retry adds nothing."
    )
    text: PointText | None = Field(
        None, description="Embedded by the collection's model, and kept in the payload as `text`."
    )
    vector: DenseVector | None = Field(
        None, description="The vector, where the collection has just one that callers give."
    )
    vectors: dict[str, DenseVector] = Field({}, max_length=16, description="Vectors by name.")
    sparse_vectors: dict[str, SparseVectorInput] = Field(
        {}, max_length=16, description="Sparse vectors by name."
    )
    payload: Payload = Field({}, description="Any JSON object: what filters look at and results return.")
