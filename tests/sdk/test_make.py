"""The app for Make: complete, and its files refer to each other rightly."""

import json
import re
from typing import Any

from tools.sdk.make import make_files
from tools.sdk.python import specification

from flowforge_specification import operations

DOCUMENT = specification()
FILES: dict[str, Any] = dict(make_files(DOCUMENT))
MANIFEST = FILES["makecomapp.json"]
MODULES = MANIFEST["components"]["module"]


def test_every_operation_is_a_module() -> None:
    wanted = [one for one in operations(DOCUMENT) if one.method not in ("HEAD", "OPTIONS")]
    assert len(MODULES) == len(wanted)
    grouped = [name for group in FILES["general/groups.json"] for name in group["modules"]]
    assert sorted(grouped) == sorted(MODULES)


def test_files_of_the_manifest_exist_and_no_others() -> None:
    parts = [MANIFEST["generalCodeFiles"], *(one["codeFiles"] for one in MODULES.values())]
    parts += [one["codeFiles"] for one in MANIFEST["components"]["connection"].values()]
    named = {name for part in parts for name in part.values()}
    assert named == FILES.keys() - {"makecomapp.json"}


def test_modules_use_the_parameters_that_they_ask_for() -> None:
    for name in MODULES:
        asked = {one["name"] for one in FILES[f"modules/{name}/expect.json"]}
        text = json.dumps(FILES[f"modules/{name}/communication.json"])
        assert set(re.findall(r"parameters\.([\w-]+)", text)) == asked, name


def test_long_work_is_a_job_that_is_asked_for_until_its_end() -> None:
    submitted, state, result = FILES["modules/llmChatCompletions/communication.json"]
    assert submitted["headers"] == {"Prefer": "respond-async"}
    assert state["repeat"]["limit"] > 1
    assert result["url"].endswith("/result")
    assert FILES["modules/cryptoHash/communication.json"]["url"] == "/api/v1/crypto/hash"
