"""Do what hostile input makes libraries do, in a process that can be killed."""

import ctypes
import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel

from servicekit import Context, Process, RequestBody, operation


class MisbehaveRequest(RequestBody):
    how: Literal["not", "hang", "eat", "swallow", "segfault", "exit", "raise"]


class MisbehaveResult(BaseModel):
    pid: int


@operation(
    "/misbehave",
    example={"how": "not"},
    run=Process(max_memory_bytes=200 << 20),
    deadline=timedelta(seconds=3),
)
def misbehave(request: MisbehaveRequest, context: Context) -> MisbehaveResult:
    context.progress(0, 1, "about to misbehave")
    _WAYS[request.how]()
    return MisbehaveResult(pid=os.getpid())


def _hang() -> None:
    while True:
        pass


def _eat() -> None:
    pieces = []
    while True:
        pieces.append(bytearray(16 << 20))


def _swallow() -> None:
    while True:
        try:
            _eat()
        except MemoryError:
            time.sleep(0.01)


def _raise() -> None:
    raise RuntimeError("a secret path: /etc/shadow")


_WAYS: dict[str, Callable[[], object]] = {
    "not": os.getpid,
    "hang": _hang,
    "eat": _eat,
    "swallow": _swallow,
    "segfault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "raise": _raise,
}
