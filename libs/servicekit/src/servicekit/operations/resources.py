"""Engines, stores and databases that live as long as the service."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Detail = Mapping[str, str] | None
Opened = AbstractAsyncContextManager[Any] | AbstractContextManager[Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something opened once and handed to every handler that has a parameter named *name*.

    `open` gets the service's settings and returns a context manager. `ping` gets the opened value, and raises
    if it does not work: /health asks it, and shows what it returns. `lazy`: opened by the first call that
    needs it; `idle_close`: closed when it was not used for so long. `max_concurrency`: how many handlers may
    hold it at once.
    """

    name: str
    open: Callable[[Any], Opened]
    ping: Callable[[Any], Awaitable[Detail] | Detail] | None = None
    lazy: bool = False
    idle_close: timedelta | None = None
    max_concurrency: int | None = None
