"""The JSON Schema test suite, required and optional cases, from the source distribution of jsonschema."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flowforge_data.core.documents.json.schemas import validator_of
from servicekit import OperationError

pytestmark = pytest.mark.deep

DRAFTS = {"3": 547, "4": 863, "6": 1149, "7": 1465, "2019-09": 1864, "2020-12": 1906}
# The meta-schema of these asks for the assertion of formats; here 'check_formats' alone decides.
EXPLAINED = {
    "2020-12": ["format-assertion: invalid string"] * 2,
    # Patterns of draft 3 are Python's, and its addresses are looked at for an "@" only.
    "3": [
        "ecmascript-regex: [^] is a valid regex",
        "ecmascript-regex: ECMA 262 has no support for lookbehind",
        "email: dot before local part is not valid",
        "email: dot after local part is not valid",
        "email: two subsequent dots inside local part are not valid",
    ],
}
HOST = "http://localhost:1234/"  # the address of the suite's remote schemas


def _remotes(folder: Path) -> dict[str, Any]:
    files = sorted(folder.rglob("*.json"))
    return {HOST + one.relative_to(folder).as_posix(): json.loads(one.read_text()) for one in files}


def _known(remotes: dict[str, Any], draft: str, *, others: bool) -> dict[str, Any]:
    """Return the remote schemas for a draft, of *others* those that name the draft that they are of."""
    return {
        name: schema
        for name, schema in remotes.items()
        if f"/draft{draft}/" in name
        or "/draft" not in name
        or (others and "/draft-next/" not in name and "$schema" in schema)
    }


def _outcome(schema: Any, draft: str, remotes: dict[str, Any], data: Any, *, formats: bool) -> bool | str:
    try:
        return validator_of(schema, draft, remotes, check_formats=formats).is_valid(data)
    except OperationError as error:
        return str(error)


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_case_of_a_draft(draft: str, source: Any) -> None:
    suite = source("jsonschema") / "json"
    tests, remotes = suite / "tests" / f"draft{draft}", _remotes(suite / "remotes")
    counted: Counter[str] = Counter()
    wrong = []
    for file in sorted(tests.rglob("*.json")):
        known = _known(remotes, draft, others=file.stem == "cross-draft")
        formats = "format" in file.relative_to(tests).parts and "optional" in file.parts
        for group in json.loads(file.read_text()):
            for case in group["tests"]:
                counted["all"] += 1
                if _outcome(group["schema"], draft, known, case["data"], formats=formats) != case["valid"]:
                    wrong.append(f"{file.stem}: {case['description'].rpartition(': ')[2]}")
    assert (counted["all"], wrong) == (DRAFTS[draft], EXPLAINED.get(draft, []))
