"""Errors have stable, unique codes and messages for people; status numbers stand in one file."""

import ast
import re
from functools import cache
from http import HTTPStatus
from importlib.metadata import packages_distributions
from itertools import combinations

import pytest
from tools.repository import errors, shown, source_files

from servicekit import OperationError

CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
STATUS_FILE = "libs/servicekit/src/servicekit/errors.py"
# Names of installed packages that are English words.
PLAIN_WORDS = {
    *(
        "click",
        "docs",
        "email",
        "examples",
        "holidays",
        "markdown",
        "requests",
        "responses",
        "rich",
        "test",
        "tests",
        "time",
        "tools",
    ),
}
each_error = pytest.mark.parametrize("error", errors(), ids=lambda error: error.__qualname__)


@each_error
def test_codes_are_upper_snake(error: type[OperationError]) -> None:
    assert CODE.fullmatch(error.code)


@each_error
def test_the_headers_that_http_wants_are_sent(error: type[OperationError]) -> None:
    headers = error("some text").headers
    if error.status == HTTPStatus.UNAUTHORIZED:
        assert "www-authenticate" in headers
    if error.retryable and error.status in (429, 503):
        assert int(headers["retry-after"]) >= 1


def test_codes_are_unique() -> None:
    """A code stands for one situation; only a refinement of a class may keep its code."""
    by_code: dict[str, list[type[OperationError]]] = {}
    for error in errors():
        by_code.setdefault(error.code, []).append(error)
    clashes = [
        f"{code}: {one.__qualname__}, {other.__qualname__}"
        for code, sharing in by_code.items()
        for one, other in combinations(sharing, 2)
        if not _share_kind(one, other)
    ]
    assert not clashes


def _share_kind(one: type[OperationError], other: type[OperationError]) -> bool:
    """Return whether both have the code of a class which both refine."""
    ancestors = set(one.__mro__) & set(other.__mro__)
    return any(vars(parent).get("code") == one.code for parent in ancestors)


@each_error
def test_services_refine_a_kind(error: type[OperationError]) -> None:
    if not error.__module__.startswith("servicekit"):
        assert "status" not in vars(error), "the status is the kind's"
        assert error.__bases__ != (OperationError,), "subclass a kind"
        assert "code" in vars(error), "a service's own error has its own code"


@each_error
def test_messages_are_sentences(error: type[OperationError]) -> None:
    message = error.message
    assert message[-1] == ".", message
    assert message[0].isupper() or message[0] in "'{", message
    assert message.rstrip(".").lower() not in {status.phrase.lower() for status in HTTPStatus}


@cache
def libraries() -> set[str]:
    return {name.lower() for name in packages_distributions() if len(name) > 3}


@each_error
def test_messages_name_no_library(error: type[OperationError]) -> None:
    words = set(re.findall(r"[a-z_]{4,}", re.sub(r"\{[^}]*\}|'[^']*'", "", error.message.lower())))
    assert not words & (libraries() - PLAIN_WORDS)


def test_status_numbers_stand_in_one_file() -> None:
    """Classes and answers take theirs from the kinds; the gateway's own answers are no part of a service."""
    found = [
        f"{shown(path)}: {ast.unparse(node)}"
        for path in source_files()
        if shown(path).startswith(("libs/", "services/")) and shown(path) != STATUS_FILE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _sets_status(node)
    ]
    assert not found


def _sets_status(node: ast.AST) -> bool:
    match node:
        case ast.Assign(
            targets=[ast.Name(id="status" | "status_code")], value=ast.Constant(value=int() as code)
        ):
            return 100 <= code < 600
        case ast.keyword(arg="status" | "status_code", value=ast.Constant(value=int() as code)):
            return 100 <= code < 600
        case ast.Attribute(value=ast.Name(id="HTTPStatus")):
            return True
    return False
