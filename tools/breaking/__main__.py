"""Name the changes of sdk/openapi.json that break callers: `make breaking`, or `make breaking ARGS=v1.2.0`.

The argument is a file, or a version of the repository by its tag; by default the last tag that begins with v.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from flowforge_specification import Document
from tools.breaking import breaking_changes
from tools.repository import ROOT, shown
from tools.specification import FULL


def released(name: str) -> Document:
    """Return the specification in the file or the tagged version *name*."""
    if Path(name).is_file():
        text = Path(name).read_text(encoding="utf-8")
    else:
        text = _git("show", f"{name}:{shown(FULL)}")
    document: Document = json.loads(text)
    return document


def last_release() -> str | None:
    """Return the newest tag of a version, or None before the first."""
    tags = _git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-v:refname").split()
    return tags[0] if tags else None


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else last_release()
    if name is None:
        print("There is no release yet to compare with.")
        return 0
    changes = breaking_changes(released(name), json.loads(FULL.read_text(encoding="utf-8")))
    for change in changes:
        print(change)
    print(f"{len(changes)} changes since {name} break callers.")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
