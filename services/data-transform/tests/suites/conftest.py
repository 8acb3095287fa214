"""Published suites: fetched once as packages, run against the engines of the service in this process."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tools.npm import node
from tools.sample_suites import SuiteUnavailable, npm_suite, pip_suite

from flowforge_data.core.conversion.opening import Origin, document_of, open_file
from flowforge_data.core.formats.port import Notes, ReadOptions
from servicekit import OperationError

Read = Callable[[bytes, str], tuple[Any, Notes]]


@contextmanager
def _or_skip() -> Iterator[None]:
    try:
        yield
    except SuiteUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture
def npm() -> Callable[[str, str], Path]:
    def fetch(package: str, version: str) -> Path:
        with _or_skip():
            return npm_suite(package, version)
        raise AssertionError

    return fetch


@pytest.fixture
def source() -> Callable[[str], Path]:
    def fetch(package: str) -> Path:
        with _or_skip():
            return pip_suite(package)
        raise AssertionError

    return fetch


@pytest.fixture
def module_value(tmp_path: Path) -> Callable[[Path, str], Any]:
    """What a module of JavaScript in an npm package exports under a name, as JSON values."""

    def value(package: Path, expression: str) -> Any:
        (tmp_path / "node_modules").symlink_to(package.parent)
        program = tmp_path / "print.mjs"
        program.write_text(
            f"import * as suite from '{package.name}';console.log(JSON.stringify({expression}))"
        )
        return json.loads(node(program, folder=tmp_path))

    return value


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a file of a format; the value is the error where it cannot be read."""

    def value(content: bytes, form: str) -> tuple[Any, Notes]:
        path, notes = tmp_path / "case", Notes()
        path.write_bytes(content)
        try:
            return document_of(open_file(path, Origin(form=form), ReadOptions(types="text"), notes)), notes
        except OperationError as error:
            return error, notes

    return value
