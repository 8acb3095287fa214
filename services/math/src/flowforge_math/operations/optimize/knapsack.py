"""Choose items of the greatest value within a capacity (knapsack).

Weights and the capacity are whole numbers, such as grams or cents. `copies` of each item may be taken.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_math.core.optimization.faults import NotConverged
from servicekit import Process, RequestBody, operation


class KnapsackItem(RequestBody):
    name: str = Field(max_length=200)
    value: Annotated[int, Field(ge=0, le=10**12)]
    weight: Annotated[int, Field(ge=0, le=10**12)]
    copies: int = Field(1, ge=1, le=1_000_000)


class KnapsackRequest(RequestBody):
    items: list[KnapsackItem] = Field(min_length=1, max_length=2_000)
    capacity: int = Field(ge=0, le=10**12)


class ChosenItem(BaseModel):
    name: str
    count: int


class KnapsackResult(BaseModel):
    value: int
    weight: int
    optimal: bool
    items: list[ChosenItem]


@operation(
    "/optimize/knapsack",
    example={
        "items": [{"name": "a", "value": 60, "weight": 10}, {"name": "b", "value": 100, "weight": 20}],
        "capacity": 25,
    },
    errors=[NotConverged],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def pack_knapsack(request: KnapsackRequest) -> KnapsackResult:
    from flowforge_math.core.optimization.combinations import pack  # noqa: PLC0415 - scipy, in the worker alone

    return KnapsackResult.model_validate(pack(request))
