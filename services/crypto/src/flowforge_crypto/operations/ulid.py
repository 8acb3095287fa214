"""Generate ULIDs: 26 characters that sort by time."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.identifiers import ulid
from servicekit import Inline, RequestBody, operation


class UlidRequest(RequestBody):
    count: Annotated[int, Field(ge=1, le=1000, description="How many ULIDs to generate.")] = 1


class UlidResult(BaseModel):
    ulid: str = Field(description="The first of them.")
    ulids: list[str] = Field(description="The ULIDs in ascending order.")


@operation("/ulid", example={"count": 2}, run=Inline())
def make_ulids(request: UlidRequest) -> UlidResult:
    made = [ulid() for _ in range(request.count)]
    return UlidResult(ulid=made[0], ulids=made)
