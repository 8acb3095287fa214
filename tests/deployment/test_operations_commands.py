"""Every command of docs/operations names targets, options, containers, objects and files that exist."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from click import Command, Group
from kubernetes_build import KUBERNETES, build, of_kind
from tools.repository import ROOT

from flowforge_cli.main import app

PAGES = sorted((ROOT / "docs/operations").glob("*.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CONTAINERS = set(COMPOSE["services"])
PROFILES = {profile for one in COMPOSE["services"].values() for profile in one.get("profiles", ())}
STANDARD = {"curl", "git", "python3", "tar", "xargs"}  # of every machine that runs containers
WITH_CONTAINERS = {"cp", "exec", "kill", "restart", "run", "start", "stop", "up"}
VALUED = {"-f", "--file", "--profile", "--project-name", "--scale", "-s", "-v", "--workdir"}  # of compose


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each command of a page; each part of a pipe is one."""
    for language, content in BLOCK.findall(page.read_text()):
        if language == "bash":
            for line in content.replace("\\\n", " ").replace("|\n", "| ").splitlines():
                lexed = shlex.shlex(line, posix=True, punctuation_chars="|<>&")
                lexed.whitespace_split = True
                words = list(lexed)
                yield from _parts(words)


def _parts(words: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in [*words, "|"]:
        if word in {"|", "&"}:
            if part:
                yield part
            part = []
        else:
            part.append(word)


EVERY = [(page.name, words) for page in PAGES for words in commands(page)]


@pytest.mark.parametrize(
    ("page", "words"), EVERY, ids=[f"{page} {' '.join(words)[:50]}" for page, words in EVERY]
)
def test_a_command_can_be_given(page: str, words: list[str]) -> None:
    program = words[0]
    if "=" in program:
        assert program.partition("=")[0] in known_settings(), page
    elif program == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    elif program == ".venv/bin/flowforge":
        parse(typer.main.get_command(app), words[1:])
    elif program == ".venv/bin/python":
        assert (ROOT / f"{words[2].replace('.', '/')}.py").exists()
    elif words[:2] == ["docker", "compose"]:
        check_compose(words[2:])
    elif words[:2] == ["docker", "build"]:
        given = {words[at + 1].partition("=")[0] for at, one in enumerate(words) if one == "--build-arg"}
        assert given <= set(re.findall(r"^ARG (\w+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    elif program == "kubectl":
        check_kubectl(words[1:])
    else:
        assert program in STANDARD


def known_settings() -> set[str]:
    listed = (ROOT / "docs/settings.md").read_text()
    return set(re.findall(r"`(FLOWFORGE_\w+)`", listed))


def parse(command: Command, words: list[str]) -> None:
    """Parse arguments as the program does, without running it. Unknown options and values raise."""
    context = command.make_context("flowforge", words[:])
    if isinstance(command, Group):
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert name, words
        assert found
        parse(found, rest)


def check_compose(words: list[str]) -> None:
    rest = []
    for before, word in pairwise(["", *words]):
        if before in {"-f", "--file"}:
            assert (ROOT / word).exists(), word
        elif before == "--profile":
            assert word in PROFILES, word
        elif before == "--scale":
            assert word.partition("=")[0] in CONTAINERS, word
        elif not word.startswith("-") and before not in VALUED:
            rest.append(word)
    verb, *named = rest
    assert verb in WITH_CONTAINERS, words
    # `exec` and `run` name one container before the command, `cp` one with a path, the others any number
    first = named[0].partition(":")[0] if named else ""
    assert set([first] if verb in {"exec", "run", "cp"} else named) <= CONTAINERS, words


def check_kubectl(words: list[str]) -> None:
    for at, word in enumerate(words):
        if word == "-k":
            assert build(str((ROOT / words[at + 1]).relative_to(KUBERNETES)))
        if word.startswith("deployment/"):
            assert word.partition("/")[2] in deployments(), word
        if word.startswith("--from-file="):
            assert word.partition("=")[2] in {".flowforge/compose", ".flowforge/gateway.json"}
        if word == "--selector":
            labels = dict([words[at + 1].split("=")])
            found = [one for one in everything() if labels.items() <= one["metadata"]["labels"].items()]
            assert found, word


def everything() -> list[dict[str, Any]]:
    folders = ("overlays/production", "overlays/production/blue", "overlays/production/green")
    return [one for folder in folders for one in build(folder) if "labels" in one["metadata"]]


def deployments() -> set[str]:
    return {one["metadata"]["name"] for one in of_kind(everything(), "Deployment")}


def test_the_switch_of_colors_changes_each_service(tmp_path: Path) -> None:
    """Step 3 of the guide, by kubectl itself, on the objects instead of a cluster."""
    (patch,) = (words[-1] for page, words in EVERY if page == "upgrades.md" and "--patch" in words)
    chosen = [
        one
        for one in of_kind(build("overlays/production"), "Service")
        if one["metadata"]["labels"].get("app.kubernetes.io/component") == "service"
    ]
    assert len(chosen) >= len(list(ROOT.glob("services/*/pyproject.toml")))
    listed = tmp_path / "services.yaml"
    listed.write_text(yaml.safe_dump_all(chosen))
    program = Path(sys.executable).with_name("kubectl")
    done = subprocess.run(
        [program, "patch", "--local", "-f", listed, "--patch", patch, "-o", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    switched = list(documents(done.stdout))
    assert len(switched) == len(chosen)
    assert {one["spec"]["selector"]["flowforge/color"] for one in switched} == {"green"}


def documents(text: str) -> Iterator[dict[str, Any]]:
    """Yield the documents of JSON that stand one after the other."""
    decoder = json.JSONDecoder()
    while text := text.lstrip():
        found, end = decoder.raw_decode(text)
        yield found
        text = text[end:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_of_configuration_can_be_read(page: Path) -> None:
    for language, content in BLOCK.findall(page.read_text()):
        if language == "yaml":
            assert yaml.safe_load(content)
            for name in (yaml.safe_load(content).get("services") or {}) if "services:" in content else ():
                assert name in CONTAINERS
