import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from flowforge_cli.home.folder import Home

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def flowforge(flowforge_inside: Command) -> Command:
    return flowforge_inside


def read(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_key_is_shown_once(flowforge: Command, home: Home) -> None:
    added = read(flowforge("keys", "add", "acme", "--tier", "pro", "-s", "crypto", "--json"))
    assert (added["tier"], added["services"], added["expires"]) == ("pro", ["crypto"], None)
    assert added["key"].startswith("ff_")
    listed = flowforge("keys", "list", "--json").stdout
    assert json.loads(listed)[0]["name"] == "acme"
    assert added["key"] not in listed
    assert added["key"] in home.gateway_file.read_text()


def test_rotate_and_revoke(flowforge: Command, home: Home) -> None:
    first = read(flowforge("keys", "add", "acme", "--json"))["key"]
    second = read(flowforge("keys", "rotate", "acme", "--grace", "1h", "--json"))["key"]
    assert {first in home.gateway_file.read_text(), second in home.gateway_file.read_text()} == {True}
    third = read(flowforge("keys", "rotate", "acme", "--grace", "0s", "--json"))["key"]
    rendered = home.gateway_file.read_text()
    assert [key in rendered for key in (first, second, third)] == [False, False, True]
    assert flowforge("keys", "revoke", "acme").stdout == "acme is revoked\n"
    assert third not in home.gateway_file.read_text()


def test_change_moves_and_confines(flowforge: Command) -> None:
    flowforge("keys", "add", "acme")
    moved = read(
        flowforge("keys", "change", "acme", "--tier", "basic", "-s", "math", "-s", "crypto", "--json")
    )
    assert (moved["tier"], moved["services"]) == ("basic", ["math", "crypto"])
    freed = read(flowforge("keys", "change", "acme", "--all-services", "--json"))
    assert (freed["tier"], freed["services"]) == ("basic", [])


def test_a_token_needs_a_signing_key(flowforge: Command) -> None:
    flowforge("keys", "add", "acme")
    refused = flowforge("token", "acme")
    assert refused.returncode == 1
    assert (
        refused.stderr == "flowforge: 'acme' has no JWT credential with a stored signing key: add one first\n"
    )
    flowforge("keys", "jwt", "acme", "--algorithm", "ES256")
    assert flowforge("token", "acme", "--lifetime", "5m").stdout.count(".") == 2


def test_mistakes_are_one_line(flowforge: Command) -> None:
    for words, said in (
        (
            ("keys", "add", "acme", "--tier", "gold"),
            "'gold' is not a tier: use one of free, basic, pro, enterprise",
        ),
        (("keys", "revoke", "nobody"), "there is no consumer 'nobody'"),
        (("keys", "add", "acme", "--expires", "soon"), "'soon' is not a date"),
    ):
        done = flowforge(*words)
        assert done.returncode == 1
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_rotated_demo_key_is_the_one_that_up_shows(flowforge: Command, home: Home) -> None:
    flowforge("keys", "add", "demo")
    key = read(flowforge("keys", "rotate", "demo", "--json"))["key"]
    assert home.demo_key.read_text().strip() == key
    flowforge("keys", "revoke", "demo")
    assert home.demo_key.read_text().strip() == ""


def test_a_full_disk_changes_nothing_and_is_said_in_a_line(home: Home) -> None:
    run = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); "
    run += "sys.argv = ['flowforge', 'keys', 'add', 'acme']; from flowforge_cli.main import main; main()"
    environment = {**os.environ, "FLOWFORGE_HOME": str(home.path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", run], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("flowforge: the disk is full")
    assert "Traceback" not in done.stderr
    assert not home.consumers.exists()
