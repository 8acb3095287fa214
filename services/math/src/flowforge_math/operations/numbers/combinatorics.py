"""Count and list combinations, permutations, products, partitions and subsets.

The count is exact at any size; up to `limit` of them are listed, in order.
"""

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from servicekit import Inline, InvalidInput, RequestBody, operation

Item = str | int | float
Kind = Literal[
    "combinations",
    "combinations_with_repetition",
    "permutations",
    "permutations_with_repetition",
    "subsets",
    "product",
]


MAX_LISTED_ITEMS = 1_000_000


class WrongChoice(InvalidInput):
    code = "CHOICE_NOT_POSSIBLE"
    message = "'choose' does not suit: {reason}."


class CombinatoricsRequest(RequestBody):
    kind: Kind = Field(description="What to count and list.")
    items: list[Annotated[Item, Field(union_mode="left_to_right")]] = Field(
        [],
        max_length=1_000,
        fail_fast=True,
        description="The items to choose from, for a list beside the count.",
    )
    lists: list[Annotated[list[Item], Field(max_length=1_000, fail_fast=True)]] = Field(
        [], max_length=20, description="Of a product, instead of `items`."
    )
    choose: int | None = Field(None, ge=0, le=1_000, description="How many of the items; all if absent.")
    limit: int = Field(
        100, ge=0, le=10_000, description="How many are listed at the most, up to a million items together."
    )


class CombinatoricsResult(BaseModel):
    count: str = Field(description="How many there are, in every digit.")
    listed: list[list[Item]] = Field(
        description="The first of the choices, as far as `limit` allows; empty without `items`."
    )
    complete: bool = Field(description="Whether all are listed.")


@operation(
    "/numbers/combinatorics",
    example={"kind": "combinations", "items": ["a", "b", "c"], "choose": 2},
    errors=[WrongChoice],
    run=Inline(max_bytes=1_024),
    dearest=lambda: {"kind": "permutations", "items": list(range(1_000)), "limit": 10_000},
)
def count_combinations(request: CombinatoricsRequest) -> CombinatoricsResult:
    chosen = len(request.items) if request.choose is None else request.choose
    repeats = request.kind.endswith("repetition")
    if request.kind in ("combinations", "permutations") and chosen > len(request.items):
        raise WrongChoice(
            reason=f"{chosen} of {len(request.items)} items cannot be chosen without repetition"
        )
    if request.kind == "product" and not request.lists:
        raise WrongChoice(reason="a product needs 'lists'")
    if repeats and not request.items and chosen:
        raise WrongChoice(reason="there are no items")
    count = _count(request, chosen)
    most = MAX_LISTED_ITEMS // max(len(request.lists) if request.kind == "product" else chosen, 1)
    listed = [list(one) for one in itertools.islice(_all(request, chosen), min(request.limit, max(most, 1)))]
    return CombinatoricsResult(count=str(count), listed=listed, complete=len(listed) == count)


def _count(request: CombinatoricsRequest, chosen: int) -> int:
    size = len(request.items)
    counts: dict[str, Callable[[], int]] = {
        "combinations": lambda: math.comb(size, chosen),
        "combinations_with_repetition": lambda: math.comb(size + chosen - 1, chosen) if size else 1,
        "permutations": lambda: math.perm(size, chosen),
        "permutations_with_repetition": lambda: size**chosen,
        "subsets": lambda: 2**size,
        "product": lambda: math.prod(len(one) for one in request.lists),
    }
    return counts[request.kind]()


def _all(request: CombinatoricsRequest, chosen: int) -> Iterator[tuple[Any, ...]]:
    items = request.items
    if request.kind == "subsets":
        return itertools.chain.from_iterable(
            itertools.combinations(items, size) for size in range(len(items) + 1)
        )
    if request.kind == "product":
        return iter(itertools.product(*request.lists))
    ways: dict[str, Callable[[], Iterator[tuple[Any, ...]]]] = {
        "combinations": lambda: itertools.combinations(items, chosen),
        "combinations_with_repetition": lambda: itertools.combinations_with_replacement(items, chosen),
        "permutations": lambda: itertools.permutations(items, chosen),
        "permutations_with_repetition": lambda: itertools.product(items, repeat=chosen),
    }
    return ways[request.kind]()
