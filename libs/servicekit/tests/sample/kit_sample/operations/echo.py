"""Return a text unchanged."""

from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import Inline, InvalidInput, RequestBody, operation


class Unspeakable(InvalidInput):
    code = "SAMPLE_UNSPEAKABLE"
    message = "'text' holds a word that is not said here."


class EchoRequest(RequestBody):
    text: str
    times: Annotated[int, Field(ge=1, le=10)] = 1
    tags: list[str] = []


class EchoResult(BaseModel):
    text: str
    tags: list[str]


@operation("/echo", example={"text": "hello"}, errors=[Unspeakable], run=Inline())
def echo_text(request: EchoRequest) -> EchoResult:
    if request.text == "crash":
        raise RuntimeError("a secret path: /etc/shadow")
    if request.text == "unspeakable":
        raise Unspeakable
    return EchoResult(text=request.text * request.times, tags=request.tags)
