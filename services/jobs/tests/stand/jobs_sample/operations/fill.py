"""Answer with a text of a given size."""

from pydantic import BaseModel

from servicekit import Inline, RequestBody, operation


class FillRequest(RequestBody):
    megabytes: int


class FillResult(BaseModel):
    text: str


@operation("/fill", example={"megabytes": 1}, run=Inline())
def fill(request: FillRequest) -> FillResult:
    return FillResult(text="x" * (request.megabytes << 20))
