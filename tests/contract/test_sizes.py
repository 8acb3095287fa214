"""Files and functions stay small enough to be read at one sitting."""

import ast
import statistics
from pathlib import Path

import pytest
from tools.repository import checking_files, packages, shown, source_files

MOST_LINES, MEDIAN_LINES, MOST_FUNCTION_LINES = 300, 100, 40
VAGUE = {"base", "common", "helper", "helpers", "misc", "util", "utils"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_300_lines() -> None:
    long = [
        f"{shown(path)}: {lines(path)}"
        for path in [*source_files(), *checking_files()]
        if lines(path) > MOST_LINES
    ]
    assert not long


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
def test_half_of_the_files_have_100_lines_or_less(package: Path) -> None:
    assert statistics.median(lines(path) for path in package.rglob("*.py")) <= MEDIAN_LINES


def test_no_function_is_longer_than_40_lines() -> None:
    """Its code is counted: not its signature, docstring and decorators."""
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {count}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := _body_lines(node)) > MOST_FUNCTION_LINES
    ]
    assert not long


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_has_a_vague_name() -> None:
    folders = {parent for path in source_files() for parent in path.parents}
    assert not [shown(path) for path in [*source_files(), *folders] if path.stem in VAGUE]
