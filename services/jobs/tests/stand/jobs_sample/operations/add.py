"""Add numbers."""

from pydantic import BaseModel

from servicekit import Inline, InvalidInput, RequestBody, operation


class NothingToAdd(InvalidInput):
    code = "SAMPLE_NOTHING_TO_ADD"
    message = "'numbers' is empty: give a number."


class AddRequest(RequestBody):
    numbers: list[int]


class AddResult(BaseModel):
    sum: int


@operation("/add", example={"numbers": [1, 2]}, errors=[NothingToAdd], run=Inline())
def add(request: AddRequest) -> AddResult:
    if not request.numbers:
        raise NothingToAdd
    return AddResult(sum=sum(request.numbers))
