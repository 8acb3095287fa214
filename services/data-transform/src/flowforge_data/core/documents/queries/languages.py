"""Query languages over a JSON document: JSONPath, JMESPath, JSONata and jq."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

from flowforge_data.core.documents.queries.forms import InvalidQuery, QueryFailed

Evaluate = Callable[[Any], Any]
JSONATA_MILLISECONDS: Final = 20_000
JSONATA_DEPTH: Final = 500
MAX_EXACT: Final = 1 << 53
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_TOO_DEEP: Final = "the document is nested too deep for it"


def jsonpath(query: str) -> Evaluate:
    """Compile a JSONPath query (RFC 9535). Raises InvalidQuery; the result raises QueryFailed."""
    import jsonpath_rfc9535 as engine  # noqa: PLC0415 - each query needs one engine

    try:
        compiled = engine.compile(query)
    except engine.JSONPathError as error:
        reason = str(error).partition(", line")[0].rstrip(".")
        raise InvalidQuery(language="JSONPath", reason=reason) from error

    def evaluate(document: Any) -> list[Any]:
        try:
            return compiled.find(document).values()
        except (engine.JSONPathError, RecursionError) as error:
            raise QueryFailed(reason=_TOO_DEEP) from error

    return evaluate


def jmespath(query: str) -> Evaluate:
    """Compile a JMESPath query. Raises InvalidQuery; the result raises QueryFailed."""
    import jmespath as engine  # noqa: PLC0415 - each query needs one engine

    try:
        compiled = engine.compile(query)
    except engine.exceptions.JMESPathError as error:
        place = getattr(error, "lex_position", None)
        reason = "it cannot be parsed" if place is None else f"unexpected text at character {int(place) + 1}"
        raise InvalidQuery(language="JMESPath", reason=reason) from error

    def evaluate(document: Any) -> Any:
        try:
            return compiled.search(document)
        except engine.exceptions.JMESPathError as error:
            raise QueryFailed(reason=_one_line(error)) from error
        except RecursionError as error:
            raise QueryFailed(reason=_TOO_DEEP) from error
        except (ValueError, TypeError, ArithmeticError) as error:  # such as a slice with a step of 0
            raise QueryFailed(reason=_one_line(error)) from error

    return evaluate


def jsonata(query: str, variables: Mapping[str, Any] = _NONE) -> Evaluate:
    """Compile a JSONata query that sees *variables*. Raises InvalidQuery; the result raises QueryFailed."""
    import jsonatapy as engine  # noqa: PLC0415 - each query needs one engine

    try:
        compiled = engine.compile(query)
    except ValueError as error:
        raise InvalidQuery(language="JSONata", reason=_one_line(error)) from error

    def evaluate(document: Any) -> Any:
        try:
            return compiled.evaluate(
                document,
                dict(variables) or None,
                timeout=JSONATA_MILLISECONDS,
                max_stack_depth=JSONATA_DEPTH,
            )
        except (ValueError, RecursionError) as error:
            raise QueryFailed(reason=_one_line(error)) from error

    return evaluate


def jq(query: str, variables: Mapping[str, Any] = _NONE) -> Evaluate:
    """Compile a jq program that sees *variables* as $name; it gives the list of its outputs.

    Raises InvalidQuery; the result raises QueryFailed.
    """
    import jq as engine  # noqa: PLC0415 - each query needs one engine

    try:
        program = engine.compile(query, args=dict(variables))
    except ValueError as error:
        raise InvalidQuery(language="jq", reason=_jq_reason(error)) from error

    def evaluate(document: Any) -> list[Any]:
        try:
            found: list[Any] = program.input_value(document).all()
        except (ValueError, RecursionError) as error:
            raise QueryFailed(reason=_jq_reason(error)) from error
        return found

    return evaluate


@contextmanager
def empty_environment() -> Iterator[None]:
    """Hide the environment from `env` and `$ENV` of jq; later calls of this process have it again."""
    kept = dict(os.environ)
    os.environ.clear()
    try:
        yield
    finally:
        os.environ.update(kept)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or "it is not valid"


def _jq_reason(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return first.removeprefix("jq: ").removeprefix("error: ").partition(" at <top-level>")[0].rstrip(".")


def holds_large_integer(document: Any) -> bool:
    """Tell whether a float cannot hold all integers of *document*."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and abs(value) > MAX_EXACT:
            return True
    return False
