"""Prepare a release: `make release VERSION=1.2.0`.

A release is a version in every package and in CHANGELOG.md, its tag, and in sdk/released/ the specification
that later versions must not break. The first step sets the version; the second (`--baseline`) keeps the
specification that `make docs` wrote in between. What remains is shown: commit and tag.
"""

import datetime as dt
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.breaking import breaking_changes
from tools.breaking.baseline import BASELINE, accepted, baseline, unaccepted, write_baseline
from tools.repository import PACKAGE_PATTERNS, ROOT
from tools.specification import FULL

CHANGELOG = ROOT / "CHANGELOG.md"
UNRELEASED = "## [Unreleased]\n"
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_TOML = re.compile(r'^version = "[^"]*"$', re.MULTILINE)
_JSON = re.compile(r'^( +"version": )"[^"]*"', re.MULTILINE)
_PLACES = {"package-lock.json": 2}  # of the package's own version, which comes first; elsewhere it is one


class Version(NamedTuple):
    """The three numbers of a version."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


class Refused(Exception):
    """The release cannot be made; the message says why."""


def parsed(text: str) -> Version:
    """Return the numbers of a version such as `1.2.0`. Raises Refused."""
    if (found := _VERSION.fullmatch(text)) is None:
        raise Refused(f"'{text}' is no version: give three numbers, such as VERSION=1.2.0.")
    return Version(*map(int, found.groups()))


def check_version(new: Version, old: Version, *, breaks: bool) -> None:
    """Raise Refused if *new* is not above *old*, or too close to it for a release that breaks callers.

    By Semantic Versioning, a break needs a new major version, before 1.0.0 a new minor version.
    """
    if new <= old:
        raise Refused(f"{new} is not above the last release, {old}.")
    part = "major" if new.major else "minor"
    if breaks and getattr(new, part) == getattr(old, part):
        raise Refused(f"Callers break: this needs a new {part} version, and {new} is none.")


def versioned(path: Path, version: str) -> str:
    """Return the text of a package's file with *version* in the place of its own."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return _TOML.sub(f'version = "{version}"', text, count=1)
    return _JSON.sub(rf'\g<1>"{version}"', text, count=_PLACES.get(path.name, 1))


def package_files() -> Iterator[Path]:
    """Yield the file of every package that names its version."""
    for pattern in (*PACKAGE_PATTERNS, "sdk/*"):
        yield from sorted(ROOT.glob(f"{pattern}/pyproject.toml"))
    yield from sorted(ROOT.glob("sdk/*/package*.json"))


def changelog_of(text: str, version: str, date: dt.date) -> str:
    """Return the changelog with what is unreleased under *version*. Raises Refused if there is nothing."""
    _, found, rest = text.partition(UNRELEASED)
    if not found or not rest.partition("\n## ")[0].strip():
        raise Refused("CHANGELOG.md has nothing under [Unreleased].")
    return text.replace(UNRELEASED, f"{UNRELEASED}\n## [{version}] - {date}\n", 1)


def prepare(version: str) -> None:
    """Write *version* into packages and changelog. Raises Refused."""
    document = json.loads(FULL.read_text(encoding="utf-8"))
    new = parsed(version)
    if BASELINE.exists():
        if left := unaccepted(document, accepted()):
            raise Refused(
                f"{len(left)} changes break callers and are not accepted; `make breaking` shows them."
            )
        last = baseline()
        check_version(new, parsed(last["info"]["version"]), breaks=bool(breaking_changes(last, document)))
    today = dt.datetime.now(dt.UTC).date()
    changelog = changelog_of(CHANGELOG.read_text(encoding="utf-8"), version, today)
    CHANGELOG.write_text(changelog, encoding="utf-8")
    for path in package_files():
        path.write_text(versioned(path, version), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    if arguments == ["--baseline"]:
        document = json.loads(FULL.read_text(encoding="utf-8"))
        write_baseline(document)
        version = document["info"]["version"]
        print(f"Ready: git commit --all --message 'Release {version}' && git tag v{version}")
        return 0
    try:
        prepare(*arguments)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
