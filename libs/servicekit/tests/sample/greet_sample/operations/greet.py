"""Greet a person."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Query, Request
from pydantic import BaseModel

from servicekit import NotFound, RequestBody, operation

closed: list[str] = []


async def session(request: Request) -> AsyncIterator[str]:
    yield f"session of {request.headers.get('x-user', 'nobody')}"
    closed.append("session")


class GreetRequest(RequestBody):
    name: str


class Greeting(BaseModel):
    text: str


class Stranger(NotFound):
    code = "GREET_STRANGER"
    message = "There is no '{name}' here."


@operation("/greet/{place}", example={"name": "Ann", "place": "home"}, errors=[Stranger])
def greet_person(
    request: GreetRequest,
    place: str,
    session: Annotated[str, Depends(session)],
    x_mood: Annotated[str, Header()] = "calm",
    times: Annotated[int, Query(ge=1)] = 1,
) -> Greeting:
    if request.name == "nobody":
        raise Stranger(name=request.name)
    if request.name == "teapot":
        raise HTTPException(418, "It is a teapot.")
    return Greeting(text=" ".join([f"{request.name} at {place}, {x_mood}, {session}"] * times))
