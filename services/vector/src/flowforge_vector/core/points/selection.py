"""Which points an operation is about: ids or a filter."""

from typing import Any, Self

from pydantic import Field, model_validator

from flowforge_vector.core.filters.model import FilterInput, to_document
from flowforge_vector.core.point_ids import PointId, to_key
from servicekit import InvalidInput, RequestBody

MAX_IDS = 10_000


class FilterEmpty(InvalidInput):
    code = "FILTER_EMPTY"
    message = "'filter' has no conditions and would select every point: delete the collection instead."


class Selection(RequestBody):
    """Exactly one of `ids` and `filter`."""

    ids: list[PointId] | None = Field(
        None, min_length=1, max_length=MAX_IDS, description="The points by their ids. Give this or `filter`."
    )
    filter: FilterInput | None = Field(
        default=None, description="The points that meet these conditions. Give this or `ids`."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("give exactly one of 'ids' and 'filter'")
        return self

    def document(self) -> dict[str, Any]:
        """Return the selection for an update of the store. Raises FilterEmpty."""
        if self.ids is not None:
            return {"points": [to_key(one) for one in self.ids]}
        condition = to_document(self.filter)
        if condition is None:
            raise FilterEmpty
        return {"filter": condition}

    def condition(self) -> dict[str, Any]:
        """Return the selection as a filter."""
        document = self.document()
        found: dict[str, Any] = document.get("filter") or {"must": [{"has_id": document["points"]}]}
        return found
