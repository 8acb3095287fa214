"""FastAPI's own markers in handlers: `Annotated[X, Depends(...)]`, `Annotated[str, Header()]`, `Request`.

Only operations that use them pay for them.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any, get_args, get_origin

from fastapi import params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant, solve_dependencies
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request

_MARKERS = (params.Depends, params.Param)


def is_marked(hint: Any) -> bool:
    """Return whether a parameter is FastAPI's to fill."""
    if get_origin(hint) is Annotated:
        return any(isinstance(one, _MARKERS) for one in get_args(hint)[1:])
    return isinstance(hint, type) and issubclass(hint, Request)


class Dependencies:
    """The marked parameters of one handler."""

    def __init__(self, path: str, handler: Callable[..., Any], hints: Mapping[str, Any]) -> None:
        self._path = path
        self._call = _with_signature(handler, hints)
        self._dependant: Dependant = get_dependant(path=path, call=self._call)
        self.query_names = frozenset(one.alias for one in _flat(self._dependant, "query_params"))

    @asynccontextmanager
    async def solved(self, request: Request) -> AsyncIterator[dict[str, Any]]:
        """Yield the values by parameter; what dependencies clean up is cleaned up afterwards.

        Raises RequestValidationError.
        """
        async with AsyncExitStack() as stack:
            for name in ("fastapi_inner_astack", "fastapi_function_astack", "fastapi_middleware_astack"):
                request.scope.setdefault(name, stack)
            found = await solve_dependencies(
                request=request,
                dependant=self._dependant,
                dependency_overrides_provider=request.scope.get("app"),
                async_exit_stack=stack,
                embed_body_fields=False,
            )
            if found.errors:
                raise RequestValidationError(found.errors)
            yield found.values

    def described(self) -> list[dict[str, Any]]:
        """Return the OpenAPI parameters that they add."""
        route = APIRoute(self._path, self._call, methods=["GET"])
        document = get_openapi(title="", version="", routes=[route])
        (methods,) = document["paths"].values()
        found: list[dict[str, Any]] = methods["get"].get("parameters", [])
        return [one for one in found if one["in"] != "path"]


def _flat(dependant: Dependant, kind: str) -> list[Any]:
    return [*getattr(dependant, kind), *(one for sub in dependant.dependencies for one in _flat(sub, kind))]


def _with_signature(handler: Callable[..., Any], hints: Mapping[str, Any]) -> Callable[..., Any]:
    """Return a function that has only the marked parameters of *handler*."""

    def marked() -> None:
        return

    known = inspect.signature(handler).parameters
    chosen = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=known[name].default, annotation=hint)
        for name, hint in hints.items()
    ]
    vars(marked)["__signature__"] = inspect.Signature(chosen)
    return marked
