"""Choose items of the greatest value within a capacity (knapsack).

Weights and the capacity are whole numbers, such as grams or cents. `copies` of each item may be taken.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_math.core.optimization.faults import NotConverged
from servicekit import Process, RequestBody, operation


class KnapsackItem(RequestBody):
    name: str = Field(max_length=200, description="Name of the item in the answer.")
    value: Annotated[int, Field(ge=0, le=10**12, description="What one copy is worth.")]
    weight: Annotated[int, Field(ge=0, le=10**12, description="What one copy takes of the capacity.")]
    copies: int = Field(1, ge=1, le=1_000_000, description="How many copies are available.")


class KnapsackRequest(RequestBody):
    items: list[KnapsackItem] = Field(
        min_length=1, max_length=2_000, fail_fast=True, description="The items to choose from."
    )
    capacity: int = Field(ge=0, le=10**12, description="Greatest total weight.")


class ChosenItem(BaseModel):
    name: str = Field(description="Name of the item.")
    count: int = Field(description="How many copies of it are chosen.")


class KnapsackResult(BaseModel):
    value: int = Field(description="Total value of the chosen items.")
    weight: int = Field(description="Total weight of the chosen items.")
    optimal: bool = Field(description="Whether it is proven that no choice is worth more.")
    items: list[ChosenItem] = Field(description="The chosen items.")


@operation(
    "/optimize/knapsack",
    example={
        "items": [{"name": "a", "value": 60, "weight": 10}, {"name": "b", "value": 100, "weight": 20}],
        "capacity": 25,
    },
    errors=[NotConverged],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "items": [
            {"name": str(at), "value": 10**9 + at, "weight": 10**9 + at * 7 % 997, "copies": 3}
            for at in range(2_000)
        ],
        "capacity": 10**12,
    },
)
def pack_knapsack(request: KnapsackRequest) -> KnapsackResult:
    from flowforge_math.core.optimization.combinations import pack  # noqa: PLC0415 - scipy, in the worker alone

    return KnapsackResult.model_validate(pack(request))
