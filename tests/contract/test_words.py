"""What no file may say: index hosts, one machine's folders, ignored rules without a reason."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.repository import ROOT, shown

INDEX_HOSTS = re.compile(r"py[p]i\.org|pythonhoste[d]\.org|registr[y]\.(npmjs|yarnpkg)")  # not this line
OWN_FOLDERS = re.compile(r"(?<![\w.}/-])/(home|root|Users|work)/\w")
NOQA = re.compile(r"#\s*(?:ruff:\s*)?noqa\b(?P<rest>.*)")
NOQA_WITH_REASON = re.compile(r":\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*\s+(-|#) \S+")
IGNORED_TYPE = re.compile(r"#\s*type:\s*ignore(?P<rest>.*)")
IGNORED_TYPE_WITH_REASON = re.compile(r"\[[a-z-]+(,\s*[a-z-]+)*\]\s+(-|#) \S+")


def tracked_files() -> Iterator[tuple[Path, str]]:
    """Yield the text files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        try:
            yield path, path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue


def found(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path, text in tracked_files()
        if not suffixes or path.suffix in suffixes
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_index_host_is_named() -> None:
    assert not found(INDEX_HOSTS)


def test_no_folder_of_one_machine_is_named() -> None:
    assert not found(OWN_FOLDERS, ".py", ".md", ".toml", ".sh", ".yml", ".yaml")


def test_no_link_leaves_the_repository() -> None:
    """A link to what one machine installed is broken on every other."""
    listed = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [line for line in listed if line.startswith("120000")] == []


def test_every_ignored_rule_has_its_code_and_reason() -> None:
    assert not list(_unreasoned(NOQA, NOQA_WITH_REASON))


def test_every_ignored_type_has_its_code_and_reason() -> None:
    assert not list(_unreasoned(IGNORED_TYPE, IGNORED_TYPE_WITH_REASON))


def _unreasoned(marker: re.Pattern[str], whole: re.Pattern[str]) -> Iterator[str]:
    for path, text in tracked_files():
        if path.suffix == ".py" and path != Path(__file__):
            for number, line in enumerate(text.splitlines(), 1):
                match = marker.search(line)
                if match and not whole.match(match["rest"]):
                    yield f"{shown(path)}:{number}: {line.strip()[-60:]}"
