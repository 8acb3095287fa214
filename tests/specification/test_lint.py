"""Spectral and Redocly find nothing in the specification: no error, and no warning."""

import hashlib
from pathlib import Path

import pytest
from tools.npm import install, node
from tools.specification import FULL, GENERATORS

HERE = Path(__file__).parent
SECONDS = 500
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
pytestmark = pytest.mark.deep
each_document = pytest.mark.parametrize("document", [FULL, GENERATORS], ids=lambda path: str(path.name))


@pytest.fixture(scope="module")
def programs() -> Path:
    """The folder of the linters, installed once for each state of the lock file."""
    lock = HERE / "package-lock.json"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    return install(f"linters-{digest}", "ci", given=[HERE / "package.json", lock]) / "node_modules" / ".bin"


@each_document
def test_spectral_finds_nothing(programs: Path, document: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text('extends: ["spectral:oas"]\n')
    arguments = ("lint", document, "--ruleset", rules, "--fail-severity=hint")
    node(programs / "spectral", *arguments, folder=tmp_path, seconds=SECONDS)


@each_document
def test_redocly_finds_nothing(programs: Path, document: Path, tmp_path: Path) -> None:
    arguments = ("lint", document, "--extends=recommended-strict")
    node(programs / "redocly", *arguments, folder=tmp_path, seconds=SECONDS, **QUIET)


def test_a_fault_is_found(programs: Path, tmp_path: Path) -> None:
    """Each linter refuses a document in which an operation lacks its answers."""
    faulty = tmp_path / "faulty.json"
    faulty.write_text(
        '{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {}}}}'
    )
    rules = tmp_path / "rules.yaml"
    rules.write_text('extends: ["spectral:oas"]\n')
    with pytest.raises(AssertionError, match="operation-description"):
        node(programs / "spectral", "lint", faulty, "-r", rules, "-F", "hint", folder=tmp_path)
    with pytest.raises(AssertionError, match=r"operation-operationId|security-defined"):
        node(programs / "redocly", "lint", faulty, "--extends=recommended-strict", folder=tmp_path, **QUIET)
