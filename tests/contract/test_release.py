"""Nothing that a release promised is broken unnoticed, and a release is made of one version everywhere."""

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tools.breaking import breaking_changes
from tools.breaking.baseline import accepted, baseline, contract, unaccepted
from tools.release import CHANGELOG, Refused, changelog_of, check_version, package_files, parsed, versioned
from tools.specification import FULL

from flowforge_specification import operations

Document = dict[str, Any]
BREAK = "crypto.hash: request.encoding was removed"


@pytest.fixture(scope="module")
def present() -> Document:
    document: Document = json.loads(FULL.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def broken(present: Document) -> Document:
    """The present specification without a field that callers of the release may send."""
    document = copy.deepcopy(present)
    for kind in ("HashForm", "HashRequest"):
        document["components"]["schemas"].get(kind, {"properties": {}})["properties"].pop("encoding", None)
    return document


def test_nothing_breaks_callers_unnoticed(present: Document) -> None:
    """Listed in sdk/released/accepted.toml, with its reason, a break may stand until the next release."""
    assert [str(one) for one in unaccepted(present, accepted())] == []


def test_every_accepted_change_is_one(present: Document) -> None:
    reasons = accepted()
    found = {str(one) for one in breaking_changes(baseline(), present)}
    assert set(reasons) <= found, "what was undone is accepted no longer"
    assert all(reason.strip() for reason in reasons.values())


def test_a_break_is_found_until_it_is_accepted(broken: Document, tmp_path: Path) -> None:
    known = accepted()
    found = {str(one) for one in unaccepted(broken, known)}
    assert BREAK in found
    listed = tmp_path / "accepted.toml"
    listed.write_text(f'[[accepted]]\nchange = "{BREAK}"\nreason = "Nobody sends it."\n')
    assert accepted(listed) == {BREAK: "Nobody sends it."}
    assert {str(one) for one in unaccepted(broken, known | accepted(listed))} == found - {BREAK}


def test_what_is_kept_of_a_release_is_all_that_is_compared(present: Document) -> None:
    kept = contract(present)
    assert [one.id for one in operations(kept)] == [one.id for one in operations(present)]
    assert breaking_changes(kept, present) == breaking_changes(present, kept) == []


def test_one_version_stands_everywhere(present: Document) -> None:
    version = baseline()["info"]["version"]
    assert present["info"]["version"] == version
    files = list(package_files())
    assert len(files) > len({path.suffix for path in files})
    for path in files:
        assert versioned(path, version) == path.read_text(encoding="utf-8"), path
        assert versioned(path, "9.8.7").count("9.8.7") >= 1, path
    assert f"\n## [{version}] - " in CHANGELOG.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("new", "old", "breaks"),
    [("0.1.1", "0.1.0", False), ("0.2.0", "0.1.3", True), ("1.0.0", "0.9.0", True), ("2.0.0", "1.4.2", True)],
)
def test_a_version_follows_the_last(new: str, old: str, *, breaks: bool) -> None:
    check_version(parsed(new), parsed(old), breaks=breaks)


@pytest.mark.parametrize(
    ("new", "old", "breaks", "told"),
    [
        ("0.1.0", "0.1.0", False, "not above"),
        ("0.1.1", "0.1.0", True, "a new minor version"),
        ("1.5.0", "1.4.0", True, "a new major version"),
    ],
)
def test_a_version_too_low_is_refused(new: str, old: str, told: str, *, breaks: bool) -> None:
    with pytest.raises(Refused, match=told):
        check_version(parsed(new), parsed(old), breaks=breaks)


@pytest.mark.parametrize("text", ["", "v1.0.0", "1.0", "1.0.0rc1", "01.0.0"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no version"):
        parsed(text)


def test_the_changelog_gets_a_heading() -> None:
    head, last = "# Changelog\n\n## [Unreleased]\n", "### Added\n- a\n\n## [0.1.0] - 2026-01-01\n"
    made = changelog_of(head + last, "0.2.0", dt.date(2026, 2, 3))
    assert made == f"{head}\n## [0.2.0] - 2026-02-03\n{last}"
    with pytest.raises(Refused, match=r"nothing under \[Unreleased\]"):
        changelog_of(made, "0.3.0", dt.date(2026, 2, 4))
