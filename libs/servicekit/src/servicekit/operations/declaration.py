"""The declaration of an operation: everything that users see of it follows from here."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, TypeVar, get_type_hints

from servicekit.errors import OperationError
from servicekit.operations.dialects import ENVELOPE, Dialect
from servicekit.operations.runs import Run, Threads

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
Handler = TypeVar("Handler", bound=Callable[..., Any])
ATTRIBUTE = "__operations__"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one operation; what is None is the service's setting."""

    max_json_bytes: int | None = None
    max_file_bytes: int | None = None
    max_files: int | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """Keep results for so long, under the SHA-256 of operation, version, parameters and files.

    `when` gets the request's model and returns whether its result may be kept and answered from the cache.
    `renew` gets a result from the cache and returns it with what belongs to one request, such as ids and
    dates, made anew. Names and media types of files count as parameters.
    """

    hours: float = 1.0
    max_bytes: int = 1 << 20
    when: Callable[[Any], bool] | None = None
    renew: Callable[[Any], Any] | None = None

    @property
    def seconds(self) -> int:
        return int(self.hours * 3600)


@dataclass(frozen=True, slots=True)
class Operation:
    """One declared operation. `operation_id` is None until the service names it after its module."""

    path: str
    method: Method
    handler: Callable[..., Any]
    example: object
    operation_id: str | None
    version: int
    errors: tuple[type[OperationError], ...]
    run: Run
    deadline: timedelta
    limits: Limits
    cost: int
    cache: Cache | None
    secret: bool
    public: bool
    created: bool = False
    needs: str | None = None
    dearest: object = None
    json_file: bool = False
    progress: bool = False
    dialect: Dialect = ENVELOPE
    hints: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> list[str]:
        return list(inspect.signature(self.handler).parameters)


def operation(
    path: str,
    *,
    example: object,
    method: Method = "POST",
    operation_id: str | None = None,
    version: int = 1,
    errors: Sequence[type[OperationError]] = (),
    run: Run | None = None,
    deadline: timedelta = timedelta(seconds=25),
    limits: Limits | None = None,
    cost: int = 1,
    cache: Cache | None = None,
    secret: bool = False,
    public: bool = False,
    created: bool = False,
    needs: str | None = None,
    dearest: object = None,
    json_file: bool = False,
    progress: bool = False,
    dialect: Dialect = ENVELOPE,
) -> Callable[[Handler], Handler]:
    """Declare a function to be an operation at *path*, relative to the service.

    The handler takes its request model first (any name), then by name: path parameters, a `Context`, the
    service's settings, `Headers`, a `BodyStream` and the file store (by type), and resources (by name). It
    returns a model, FileOutput(s), a ContentOutput, a Reply or an EventStream.

    `example`: a JSON request that answers 2xx as it stands. `errors`: what it raises besides the kit's own.
    `version`: raise it when results change; cached results of other versions are not used. `secret`: never
    cached, and values are not repeated in error messages. `public`: needs no credential. `created`: a success
    is 201 Created. `needs`: what must exist before the example answers 2xx, such as "a key named 'invoices'".
    `json_file`: the file that it returns may itself be JSON, sent as application/json. `dearest`: the
    permitted JSON request that costs the most, or a function that makes it. It must end before the deadline;
    tests run it, or without it the example with each number at its maximum. `progress`: callers that accept
    text/event-stream get what the handler tells `Context.progress`, as events named `progress`, then the
    model that it returns as `result`; an error after the first event is the last, `error`. `dialect`: the
    shape of errors, if not the envelope.
    """
    if secret and cache is not None:
        raise ValueError(f"{path}: an operation on secrets cannot be cached")

    def declare(handler: Handler) -> Handler:
        declared = Operation(
            path=path,
            method=method,
            handler=handler,
            example=example,
            operation_id=operation_id,
            version=version,
            errors=tuple(errors),
            run=run or Threads(),
            deadline=deadline,
            limits=limits or Limits(),
            cost=cost,
            cache=cache,
            secret=secret,
            public=public,
            created=created,
            needs=needs,
            dearest=dearest,
            json_file=json_file,
            progress=progress,
            dialect=dialect,
            hints=get_type_hints(handler, include_extras=True),
        )
        setattr(handler, ATTRIBUTE, declared)
        return handler

    return declare
