"""Generate nanoids: short random identifiers that are safe in URLs."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.choices import ALPHABETS, draw
from servicekit import Inline, RequestBody, operation


class NanoidRequest(RequestBody):
    length: Annotated[
        int, Field(ge=4, le=128, description="Characters of each nanoid; 21 are as unique as a UUID.")
    ] = 21
    count: Annotated[int, Field(ge=1, le=1000, description="How many nanoids to generate.")] = 1


class NanoidResult(BaseModel):
    nanoid: str = Field(description="The first of them.")
    nanoids: list[str] = Field(description="The nanoids, as many as requested.")


@operation("/nanoid", example={"count": 2}, run=Inline())
def make_nanoids(request: NanoidRequest) -> NanoidResult:
    made = [draw(ALPHABETS["url-safe"], request.length) for _ in range(request.count)]
    return NanoidResult(nanoid=made[0], nanoids=made)
