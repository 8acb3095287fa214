"""The comparison of two specifications names each change that breaks callers, and no other."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tools.breaking import breaking_changes
from tools.breaking.__main__ import main
from tools.specification import FULL

Document = dict[str, Any]
Edit = Callable[[Document], object]
HASH, RESIZE = "/api/v1/crypto/hash", "/api/v1/image/resize"
TEXT = FULL.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def released() -> Document:
    """The specification with the operations of crypto and image alone."""
    document: Document = json.loads(TEXT)
    kept = re.compile("/api/v1/(crypto|image)/")
    document["paths"] = {path: one for path, one in document["paths"].items() if kept.match(path)}
    return document


def edited(released: Document, edit: Edit) -> list[str]:
    changed = json.loads(json.dumps(released))
    edit(changed)
    return [str(one) for one in breaking_changes(released, changed)]


def fields(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]["properties"]
    return found


def required(document: Document, name: str) -> list[str]:
    found: list[str] = document["components"]["schemas"][name].setdefault("required", [])
    return found


def algorithms(document: Document, name: str) -> list[str]:
    found: list[str] = fields(document, name)["algorithm"]["enum"]
    return found


BREAKS: dict[str, tuple[Edit, str]] = {
    "removed operation": (lambda one: one["paths"].pop(HASH), "crypto.hash: was removed"),
    "moved operation": (
        lambda one: one["paths"].update({"/api/v2/hash": one["paths"].pop(HASH)}),
        f"crypto.hash: the address POST {HASH} is now POST /api/v2/hash",
    ),
    "removed field": (
        lambda one: fields(one, "HashForm").pop("encoding"),
        "crypto.hash: request.encoding was removed",
    ),
    "removed field of an answer": (
        lambda one: fields(one, "HashResult").pop("hash"),
        "crypto.hash: answer.hash was removed",
    ),
    "new required field": (
        lambda one: one["components"]["schemas"]["HashForm"].update(
            properties=fields(one, "HashForm") | {"x": {}}, required=["x"]
        ),
        "crypto.hash: request.x is new and required",
    ),
    "field that became required": (
        lambda one: required(one, "HashForm").append("encoding"),
        "crypto.hash: request.encoding is now required",
    ),
    "answer that may lack a field": (
        lambda one: required(one, "HashResult").remove("hash"),
        "crypto.hash: answer.hash may now be missing",
    ),
    "narrowed enum": (
        lambda one: algorithms(one, "HashForm").remove("md5"),
        "crypto.hash: request.algorithm no longer accepts 'md5'",
    ),
    "widened enum of an answer": (
        lambda one: algorithms(one, "HashResult").append("md2"),
        "crypto.hash: answer.algorithm may now be 'md2'",
    ),
    "changed type": (
        lambda one: fields(one, "HashResult").update(hash={"type": "integer"}),
        "crypto.hash: answer.hash may now be integer",
    ),
    "lower limit": (
        lambda one: fields(one, "HashForm").update(
            length_bytes={"type": "integer", "minimum": 1, "maximum": 8}
        ),
        "crypto.hash: request.length_bytes maximum is now 8",
    ),
    "media type no longer accepted": (
        lambda one: one["paths"][RESIZE]["post"]["requestBody"]["content"].pop("multipart/form-data"),
        "image.resize: request can no longer be multipart/form-data",
    ),
    "removed parameter": (
        lambda one: one["paths"][RESIZE]["post"]["parameters"].pop(0),
        "image.resize: query parameter 'output' was removed",
    ),
    "new required parameter": (
        lambda one: one["paths"][RESIZE]["post"]["parameters"].append(
            {"name": "x", "in": "query", "required": True, "schema": {}}
        ),
        "image.resize: query parameter 'x' is new and required",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_breaking_change_is_named(released: Document, name: str) -> None:
    edit, told = BREAKS[name]
    found = edited(released, edit)
    assert [one for one in found if one.startswith(told)], found


HARMLESS: dict[str, Edit] = {
    "nothing": lambda one: one,
    "new operation": lambda one: one["paths"].update(
        {"/x": {"post": one["paths"][HASH]["post"] | {"operationId": "crypto.x"}}}
    ),
    "new optional field": lambda one: fields(one, "HashForm").update(x={"type": "string"}),
    "new field of an answer": lambda one: fields(one, "HashResult").update(x={"type": "string"}),
    "other words": lambda one: fields(one, "HashForm")["encoding"].update(description="Another text."),
    "answer that is always there": lambda one: required(one, "HashResult").extend(fields(one, "HashResult")),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_is_not(released: Document, name: str) -> None:
    assert edited(released, HARMLESS[name]) == []


def test_a_change_is_found_wherever_the_schema_is_used(released: Document) -> None:
    """A shared enum: every operation that takes it is named."""

    def narrow(document: Document) -> None:
        document["components"]["schemas"]["CryptoEncoding"]["enum"].remove("hex")

    users = {one.partition(":")[0] for one in edited(released, narrow)}
    assert len(users) > 1
    assert "crypto.hash" in users


def test_the_command_names_changes_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tmp_path / "openapi.json"
    before.write_text(TEXT.replace('"/api/v1/crypto/hash"', '"/api/v1/crypto/digest"'))
    assert main([str(before)]) == 1
    told = capsys.readouterr().out
    assert "crypto.hash: the address POST /api/v1/crypto/digest is now POST /api/v1/crypto/hash\n" in told
    assert "1 changes since" in told


def test_the_command_accepts_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FULL)]) == 0
    assert capsys.readouterr().out == f"0 changes since {FULL} break callers.\n"
