"""The suites of JSONPath, JMESPath, JSONata and jq, with every difference explained."""

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowforge_data.core.documents.queries.forms import InvalidQuery, QueryFailed
from flowforge_data.core.documents.queries.languages import jmespath, jq, jsonata, jsonpath

pytestmark = pytest.mark.deep

REFUSED = object()

# JSON has no undefined: a query without a document sees null, which these functions refuse or print.
JSONATA_UNDEFINED = [
    "encoding/case001",
    "encoding/case003",
    "function-string/case022",
    "function-trim/case002",
]
# The suite stops a recursion at a depth of 300, which the service allows.
JSONATA_DEPTH = ["tail-recursion/case002"]

# The queries' own files: the service gives them none.
JQ_MODULES = ("import ", "include ", "modulemeta")
JQ_ENVIRONMENT = ("$ENV.PAGER", "env.PAGER")
# NaN, infinity and a byte order mark are not JSON, so that no document holds them.
JQ_NO_JSON = ("[1,null,Infinity,-Infinity,NaN,-NaN]", '{"a":nan}', '[123,["a"],[nan]]')
# This build of jq calculates with 64-bit floats, not with decimals: more digits are lost.
JQ_DECIMALS = ("9E999999999", "have_decnum", "map(abs)")
# The suite takes the outputs before the error that ends the program; the service answers the error.
JQ_ERRORS_AT_THE_END = ("?// {a:$a} | $a", 'then "BROKEN"|error')


def test_jsonpath(npm: Any) -> None:
    folder = npm("jsonpath-rfc9535", "1.3.0") / "src" / "__tests__" / "jsonpath-compliance-test-suite"
    cases = json.loads((folder / "cts.json").read_text())["tests"]
    wrong = []
    for case in cases:
        expected = case.get("results", [case.get("result")])
        try:
            value: Any = jsonpath(case["selector"])(case.get("document"))
        except InvalidQuery:
            value = REFUSED
        if (value is REFUSED) != case.get("invalid_selector", False) or (
            value is not REFUSED and value not in expected
        ):
            wrong.append(case["name"])
    assert (len(cases), wrong) == (687, [])


def test_jmespath(npm: Any) -> None:
    files = sorted((npm("jmespath", "0.15.0") / "test" / "compliance").glob("*.json"))
    groups = [group for file in files for group in json.loads(file.read_text())]
    cases = [(group["given"], case) for group in groups for case in group["cases"]]
    wrong = []
    for document, case in cases:
        try:
            value = jmespath(case["expression"])(document)
        except (InvalidQuery, QueryFailed):
            value = REFUSED
        if value != (REFUSED if "error" in case else case["result"]):
            wrong.append(case["expression"])
    assert (len(cases), wrong) == (851, [])


def _jsonata_cases(suite: Path) -> Iterator[tuple[str, dict[str, Any], Any]]:
    datasets = {file.stem: json.loads(file.read_text()) for file in (suite / "datasets").glob("*.json")}
    for file in sorted((suite / "groups").glob("*/*.json")):
        found = json.loads(file.read_text())
        for case in found if isinstance(found, list) else [found]:
            query = (file.parent / case["expr-file"]).read_text() if "expr-file" in case else case["expr"]
            document = case["data"] if "data" in case else datasets.get(case.get("dataset"))
            yield f"{file.parent.name}/{file.stem}", case | {"expr": query}, document


def test_jsonata(source: Any) -> None:
    suite = source("jsonata-python") / "jsonata" / "test" / "test-suite"
    count, wrong = 0, []
    for name, case, document in _jsonata_cases(suite):
        count += 1
        try:
            value = jsonata(case["expr"], case.get("bindings") or {})(document)
        except (InvalidQuery, QueryFailed):
            value = REFUSED
        if value != (REFUSED if "code" in case or "error" in case else case.get("result")):
            wrong.append(name)
    assert (count, sorted(wrong)) == (1655, sorted(JSONATA_UNDEFINED + JSONATA_DEPTH))


def _jq_cases(package: Path) -> Iterator[list[str]]:
    """Yield the blocks of jq's test files: program, input and outputs, or a program that does not compile."""
    with tarfile.open(next((package / "deps").glob("jq-*.tar.gz"))) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.name.endswith(".test") else None
            if content is not None:
                text = re.sub(r"(?m)^[ \t]*#.*\n", "", content.read().decode())
                for block in re.split(r"\n[ \t]*\n", text):
                    lines = [line for line in block.split("\n") if line.strip()]
                    if lines:
                        yield lines


def _jq_outcome(lines: list[str]) -> bool:
    if lines[0].startswith("%%FAIL"):
        try:
            jq(lines[1])
        except InvalidQuery:
            return True
        return False
    try:
        document, *expected = [json.loads(line.removeprefix("\ufeff")) for line in lines[1:]]
        return bool(jq(lines[0])(document) == expected)
    except (InvalidQuery, QueryFailed, json.JSONDecodeError):
        return False


def test_jq(source: Any) -> None:
    cases = list(_jq_cases(source("jq")))
    wrong = [lines for lines in cases if not _jq_outcome(lines)]
    explained = (*JQ_MODULES, *JQ_ENVIRONMENT, *JQ_DECIMALS, *JQ_ERRORS_AT_THE_END)
    unexplained = [
        lines
        for lines in wrong
        if not any(part in lines[0] for part in explained) and lines[1] not in JQ_NO_JSON
    ]
    assert (len(cases), len(wrong), unexplained) == (879, 26, [])
