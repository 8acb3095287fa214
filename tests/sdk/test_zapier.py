"""The Zapier app: every operation is an action, and Zapier's own schema accepts the whole."""

import json
import shutil
from pathlib import Path

import pytest
from tools.npm import install, node
from tools.sdk.python import specification
from tools.sdk.zapier import APP, zapier_actions

from flowforge_specification import operations

DOCUMENT = specification()
ACTIONS = zapier_actions(DOCUMENT)
CLI = "zapier-platform-cli@19.1.0"


def test_every_operation_is_an_action() -> None:
    wanted = {one.id for one in operations(DOCUMENT) if one.method not in ("HEAD", "OPTIONS")}
    assert {one["id"] for one in ACTIONS} == wanted
    assert len({one["key"] for one in ACTIONS}) == len(wanted)


def test_what_takes_longer_than_zapier_waits_runs_as_a_job() -> None:
    chat = next(one for one in ACTIONS if one["id"] == "llm.chat.completions")
    assert (chat["slow"], chat["job"]) == (True, True)
    quick = next(one for one in ACTIONS if one["id"] == "crypto.hash")
    assert (quick["slow"], quick["job"]) == (False, True)


@pytest.mark.deep
@pytest.mark.installs
@pytest.mark.timeout(900)
def test_zapier_validates_the_app(tmp_path: Path) -> None:
    packages = install(
        "zapier-19.1.0", "install", CLI, "zapier-platform-core@19.1.0", "--no-package-lock", seconds=600
    )
    app = tmp_path / "app"
    shutil.copytree(APP, app)
    (app / "generated.json").write_text(json.dumps(ACTIONS))
    (app / "node_modules").symlink_to(packages / "node_modules")
    program = packages / "node_modules" / "zapier-platform-cli" / "src" / "bin" / "run"
    told = node(program, "validate", "--without-style", folder=app, seconds=300)
    assert "No structural errors found" in told
