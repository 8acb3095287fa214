"""The lines that a service writes have the fields that docs/operations/logs-and-traces.md lists."""

import json
import re
from typing import Any

import httpx
import pytest
from tools.repository import ROOT

from servicekit.testing import serve_process

GUIDE = (ROOT / "docs/operations/logs-and-traces.md").read_text()
PLAIN = 2  # lines that the server writes before the settings are read
TYPES: dict[str, tuple[type, ...]] = {
    "date": (str,),
    "keyword": (str,),
    "text": (str,),
    "short": (int,),
    "long": (int,),
    "float": (float, int),
}


def table(after: str) -> dict[str, str]:
    """Return the fields of the table that follows *after*, each with its type."""
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|", GUIDE.partition(after)[2].partition("\n\n")[0], re.MULTILINE)
    found: dict[str, str] = {}
    for names, types in rows:
        fields, kinds = re.findall(r"`(\w+)`", names), types.split(", ")
        found |= dict(zip(fields, kinds if len(kinds) > 1 else kinds * len(fields), strict=True))
    return found


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a service writes while it answers one request, refuses another, and is stopped."""
    folder = tmp_path_factory.mktemp("log")
    with serve_process("flowforge_crypto.app:app", folder) as running:
        headers = {"X-Request-ID": "asked-for"}
        with httpx.Client(base_url=f"{running.url}/api/v1/crypto", headers=headers) as client:
            assert client.post("/hash", json={"text": "abc"}).status_code == 200
            assert client.post("/hash", json={"text": "abc", "algorithm": "none"}).status_code == 422
        running.process.terminate()
        running.process.wait(30)
        written = running.log.read_text().splitlines()
    assert [line for line in written[:PLAIN] if line.startswith("{")] == []
    return [json.loads(line) for line in written[PLAIN:]]


def test_a_request_has_the_fields_of_the_table(lines: list[dict[str, Any]]) -> None:
    listed = table("service):\n\n")
    answered, refused = (line for line in lines if line["message"] == "request")
    for line in (answered, refused):
        assert set(line) == set(listed)
        for name, value in line.items():
            assert value is None or isinstance(value, TYPES[listed[name]]), name
    assert not answered["code"]
    assert (refused["status"], refused["code"]) == (422, "VALIDATION_ERROR")
    assert {line["request_id"] for line in (answered, refused)} == {"asked-for"}


def test_other_lines_have_those_of_theirs(lines: list[dict[str, Any]]) -> None:
    listed = table("message names:\n\n")
    others = [line for line in lines if line["message"] != "request"]
    assert others
    for line in others:
        assert set(listed) - {"request_id", "trace"} <= set(line)
        assert line["level"] in GUIDE
