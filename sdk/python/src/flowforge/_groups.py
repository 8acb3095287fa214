"""What generated methods call: the two kinds of callers, and the parent of every group of operations."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar, overload

import httpx
from pydantic import ValidationError

from flowforge._calls import Call, Operation, Output, call_of
from flowforge._files import File, file_of
from flowforge._models import Model
from flowforge._streams import AsyncStream, Stream

M = TypeVar("M", bound=Model)
Given = Mapping[str, Any]


class Sender(Protocol):
    """Sends calls, again if need be, and raises what their failures are."""

    def send(self, call: Call) -> httpx.Response: ...

    def open(self, call: Call) -> httpx.Response: ...


class AsyncSender(Protocol):
    """Sends calls, again if need be, and raises what their failures are."""

    async def send(self, call: Call) -> httpx.Response: ...

    async def open(self, call: Call) -> httpx.Response: ...


def parsed(model: type[M] | None, value: Any) -> Any:
    """Return *value* as *model*. What a newer server changed is no error: it stays as it came."""
    if model is None:
        return value
    try:
        return model.model_validate(value)
    except ValidationError:
        return model.model_construct(**value)


class Caller:
    """Calls operations and waits for their answers."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender

    @overload
    def json(self, operation: Operation, given: Given, model: type[M]) -> M: ...
    @overload
    def json(self, operation: Operation, given: Given, model: None) -> Any: ...
    def json(self, operation: Operation, given: Given, model: type[M] | None) -> Any:
        return parsed(model, self.sender.send(call_of(operation, given)).json())

    def file(self, operation: Operation, given: Given, model: type[M], output: Output) -> File | M:
        response = self.sender.send(call_of(operation, given, output))
        if output == "binary":
            return file_of(response)
        result: M = parsed(model, response.json())
        return result

    def content(self, operation: Operation, given: Given) -> File:
        return file_of(self.sender.send(call_of(operation, given)))

    def headers(self, operation: Operation, given: Given) -> dict[str, str]:
        return dict(self.sender.send(call_of(operation, given)).headers)

    def events(self, operation: Operation, given: Given, model: type[M] | None) -> Stream[Any]:
        response = self.sender.open(call_of(operation, given, stream=True))
        return Stream(response, lambda value: parsed(model, value))


class AsyncCaller:
    """Calls operations; every method is awaited."""

    def __init__(self, sender: AsyncSender) -> None:
        self.sender = sender

    @overload
    async def json(self, operation: Operation, given: Given, model: type[M]) -> M: ...
    @overload
    async def json(self, operation: Operation, given: Given, model: None) -> Any: ...
    async def json(self, operation: Operation, given: Given, model: type[M] | None) -> Any:
        return parsed(model, (await self.sender.send(call_of(operation, given))).json())

    async def file(self, operation: Operation, given: Given, model: type[M], output: Output) -> File | M:
        response = await self.sender.send(call_of(operation, given, output))
        if output == "binary":
            return file_of(response)
        result: M = parsed(model, response.json())
        return result

    async def content(self, operation: Operation, given: Given) -> File:
        return file_of(await self.sender.send(call_of(operation, given)))

    async def headers(self, operation: Operation, given: Given) -> dict[str, str]:
        return dict((await self.sender.send(call_of(operation, given))).headers)

    def events(self, operation: Operation, given: Given, model: type[M] | None) -> AsyncStream[Any]:
        call = call_of(operation, given, stream=True)
        return AsyncStream(lambda: self.sender.open(call), lambda value: parsed(model, value))


class Group:
    """Operations that belong together."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller


class AsyncGroup:
    """Operations that belong together."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller
