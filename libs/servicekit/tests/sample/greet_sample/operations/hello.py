"""Say hello."""

from pydantic import BaseModel

from servicekit import Inline, RequestBody, operation


class HelloResult(BaseModel):
    text: str


class HelloQuery(RequestBody):
    name: str = "you"


@operation("/hello", method="GET", example={}, run=Inline())
def say_hello(query: HelloQuery) -> HelloResult:
    if query.name == "crash":
        raise ZeroDivisionError
    return HelloResult(text=f"Hello {query.name}")
