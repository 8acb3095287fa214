"""Combine sets: union, intersection, difference, symmetric difference, and how they relate.

Elements keep the order of their first appearance; 1 and 1.0 are the same element, 1 and "1" are not.
"""

from functools import reduce
from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import Inline, RequestBody, operation

Element = bool | int | float | str
Set = Annotated[list[Element], Field(max_length=100_000, fail_fast=True)]


class SetsRequest(RequestBody):
    sets: list[Set] = Field(
        min_length=2,
        max_length=20,
        description="The sets; an element that occurs twice in one of them counts once.",
    )


class SetsResult(BaseModel):
    union: list[Element] = Field(description="Elements that at least one set has.")
    intersection: list[Element] = Field(description="Elements that all sets have.")
    difference: list[Element] = Field(description="Elements of the first set that no other set has.")
    symmetric_difference: list[Element] = Field(description="Elements that an odd number of the sets has.")
    equal: bool = Field(description="Whether all sets have the same elements.")
    disjoint: bool = Field(description="Whether no two of them share an element.")
    first_is_subset: bool = Field(description="Whether each other set has all elements of the first.")
    jaccard: float = Field(description="Size of the intersection over that of the union; 1 for empty sets.")


@operation(
    "/numbers/sets",
    example={"sets": [["a", "b", "c"], ["b", "c", "d"]]},
    run=Inline(max_bytes=4_096),
)
def combine_sets(request: SetsRequest) -> SetsResult:
    ordered = [dict.fromkeys(_key(one) for one in elements) for elements in request.sets]
    keys = [frozenset(one) for one in ordered]
    values = {_key(one): one for elements in reversed(request.sets) for one in reversed(elements)}
    union = dict.fromkeys(key for one in ordered for key in one)
    common = frozenset.intersection(*keys)
    others = frozenset().union(*keys[1:])
    odd = reduce(lambda left, right: left ^ right, keys)
    return SetsResult(
        union=[values[key] for key in union],
        intersection=[values[key] for key in union if key in common],
        difference=[values[key] for key in ordered[0] if key not in others],
        symmetric_difference=[values[key] for key in union if key in odd],
        equal=all(one == keys[0] for one in keys),
        disjoint=sum(map(len, keys)) == len(union),
        first_is_subset=all(keys[0] <= one for one in keys[1:]),
        jaccard=len(common) / len(union) if union else 1.0,
    )


def _key(element: Element) -> tuple[str, Element]:
    return (type(element).__name__ if isinstance(element, bool | str) else "number", element)
