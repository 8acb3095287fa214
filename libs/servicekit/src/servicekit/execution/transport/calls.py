"""Calls to a worker, and the contract of their results."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter

from servicekit.context import ANONYMOUS, Consumer
from servicekit.errors import InternalError, OperationError
from servicekit.operations.declaration import ATTRIBUTE, Operation
from servicekit.operations.outputs import FileOutput, FileOutputs


class CallNotStarted(Exception):
    """A worker process died before it started its call: another process can run it."""


class WorkerCrashed(InternalError):
    """A worker process died, or sent what no worker sends."""

    code = "WORKER_CRASHED"
    message = "The process that ran this operation ended unexpectedly. The operators have the details."


@dataclass(frozen=True, slots=True)
class WorkerCall:
    """One call of *target*, written `package.module:function`, with *arguments* by name.

    The arguments are pickled: files go as their paths. `context_parameter` is the parameter that gets the
    Context, whose `fetch` works if the call *fetches*. `workspace` is the call's current folder.
    """

    target: str
    arguments: dict[str, object]
    workspace: Path
    context_parameter: str | None = None
    consumer: Consumer = ANONYMOUS
    request_id: str = ""
    fetches: bool = False


def target_of(handler: Callable[..., Any]) -> str:
    """Name *handler* so that a worker can import it. Raises ValueError for lambdas and nested functions."""
    if not handler.__qualname__.isidentifier() or handler.__module__ == "__main__":
        raise ValueError(f"{handler!r} runs in a process: define it at the top of an importable module")
    return f"{handler.__module__}:{handler.__qualname__}"


@lru_cache(maxsize=1024)
def resolve(target: str) -> Callable[..., Any]:
    """Return the function that *target* names."""
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


@dataclass(frozen=True, slots=True)
class Contract:
    """What a handler may answer: its declared return type, and the errors that it declared."""

    model: TypeAdapter[Any] | None
    report: TypeAdapter[Any] | None
    errors: dict[str, type[OperationError]] = field(default_factory=dict)

    def error(self, code: str) -> type[OperationError] | None:
        """Return the class for *code*: declared by the operation, or one of the kit's own."""
        return self.errors.get(code) or _kit_errors().get(code)


@lru_cache(maxsize=1024)
def contract_of(target: str) -> Contract:
    handler = resolve(target)
    declared: Operation | None = getattr(handler, ATTRIBUTE, None)
    hints = get_type_hints(handler)
    members = _members(hints.get("return"))
    models = [member for member in members if _is_model(member)]
    reports = [
        report
        for member in members
        if get_origin(member) in (FileOutput, FileOutputs)
        for report in _members(get_args(member)[0])
        if _is_model(report)
    ]
    errors = declared.errors if declared else ()
    return Contract(_adapter(models), _adapter(reports), {error.code: error for error in errors})


def _members(hint: object) -> list[Any]:
    return list(get_args(hint)) if get_origin(hint) in (Union, UnionType) else [hint]


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _adapter(models: list[Any]) -> TypeAdapter[Any] | None:
    if not models:
        return None
    choice: Any = Union[tuple(models)]  # noqa: UP007 - built from a list
    return TypeAdapter(choice)


def _kit_errors() -> dict[str, type[OperationError]]:
    found: dict[str, type[OperationError]] = {}
    unseen: list[type[OperationError]] = [OperationError]
    while unseen:
        kind = unseen.pop()
        unseen += kind.__subclasses__()
        if kind.__module__.partition(".")[0] == __name__.partition(".")[0]:
            found.setdefault(kind.code, kind)
    return found
