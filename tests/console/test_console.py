"""The console in a real browser, on a whole platform: every service, both themes, a phone, the keyboard."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tools.console import CONSOLE, modules
from tools.npm import link, node
from tools.repository import ROOT

sys.path.insert(0, str(ROOT / "tests" / "system"))  # for system_stand

from system_stand.platform import Platform

pytestmark = [pytest.mark.deep, pytest.mark.installs, pytest.mark.system]
WALK_SECONDS = 480
RUNS: dict[str, str] = json.loads((CONSOLE / "e2e" / "runs.json").read_text(encoding="utf-8"))


def _chromium() -> str:
    extracted = ROOT / ".tools" / "chromium" / "chromium"
    named = (
        os.environ.get("FLOWFORGE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    found = named or (str(extracted) if extracted.exists() else None)
    if found is None:
        pytest.skip("no Chromium: run tools/chromium.sh, install one, or name it in FLOWFORGE_CHROMIUM")
    return found


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a walk through the console found. Screenshots lie in .tools/console-shots."""
    chromium = _chromium()
    shots = ROOT / ".tools" / "console-shots"
    shutil.rmtree(shots, ignore_errors=True)
    shots.mkdir(parents=True)
    link(CONSOLE, modules)
    platform = Platform(tmp_path_factory.mktemp("platform") / "state")
    started = platform.run("up", "--detach")
    assert started.returncode == 0, started.stdout + started.stderr
    try:
        key = platform.key("walker", "--tier", "enterprise")
        found = _walk(platform.address, key, chromium, shots)
    finally:
        assert platform.run("down").returncode == 0
    return found


def _walk(address: str, key: str, chromium: str, shots: Path) -> dict[str, Any]:
    try:
        walk = CONSOLE / "e2e" / "walk.mjs"
        printed = node(walk, address, key, chromium, shots, folder=CONSOLE, seconds=WALK_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"the walk did not end: {error}") from error
    return dict(json.loads(printed.splitlines()[-1]))


def test_nothing_breaks_and_the_policy_holds(walk: dict[str, Any]) -> None:
    assert walk["problems"] == []


def test_nothing_is_asked_of_another_host(walk: dict[str, Any]) -> None:
    assert walk["foreign"] == []


def test_the_key_is_nowhere_but_in_the_session(walk: dict[str, Any]) -> None:
    assert walk["leaks"] == []


def test_axe_finds_nothing(walk: dict[str, Any]) -> None:
    assert walk["violations"] == []


@pytest.mark.parametrize("operation", RUNS)
def test_a_result_of_each_service_is_shown(walk: dict[str, Any], operation: str) -> None:
    assert walk["runs"][operation] == RUNS[operation]


def test_every_operation_has_a_form(walk: dict[str, Any]) -> None:
    assert len(walk["forms"]) > len(RUNS)
    assert [name for name, fields in walk["forms"].items() if not fields] == []


def test_an_error_stands_at_its_field_with_a_fix(walk: dict[str, Any]) -> None:
    assert "at most 100" in walk["message"]
    assert "Set 100" in walk["message"]


def test_the_call_is_shown_as_code_without_the_key(walk: dict[str, Any]) -> None:
    assert "-F 'width=300'" in walk["sent"]
    assert '"X-API-Key: $FLOWFORGE_KEY"' in walk["sent"]


def test_the_code_holds_no_secret(walk: dict[str, Any]) -> None:
    assert '"secret": "<secret>"' in walk["secret"]


def test_a_newcomer_is_asked_for_the_key_and_told_what_is_wrong(walk: dict[str, Any]) -> None:
    """What was asked for without a key runs as soon as there is one."""
    assert "algorithm" in walk["newcomer"]["text"]
    assert walk["newcomer"]["isClosed"]


def test_a_missing_part_of_an_address_is_named_at_its_field(walk: dict[str, Any]) -> None:
    assert "part of the address" in walk["missing"]


def test_a_job_is_followed_to_its_result(walk: dict[str, Any]) -> None:
    assert walk["job"]["submitted"] == 201
    assert '"value": 42' in walk["job"]["result"]
    assert [text.split()[-1] for text in walk["job"]["events"]] == ["queued", "running", "succeeded"]


def test_a_large_file_is_uploaded_in_pieces(walk: dict[str, Any]) -> None:
    assert "large.bin" in walk["large"]
    assert "34 MB" in walk["large"]  # 32 MiB and a little more


def test_the_keyboard_is_enough(walk: dict[str, Any]) -> None:
    assert walk["keyboard"] == "/ops/crypto.hash"
