"""Name the changes of sdk/openapi.json that break callers: `make breaking`, or `make breaking ARGS=v1.2.0`.

The argument is a file, or a version of the repository by its tag; by default it is the last release.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from flowforge_specification import Document
from tools.breaking import breaking_changes
from tools.breaking.baseline import ACCEPTED, accepted, baseline
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


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main(arguments: Sequence[str]) -> int:
    before = released(arguments[0]) if arguments else baseline()
    name = arguments[0] if arguments else before["info"]["version"]
    reasons = {} if arguments else accepted()
    changes = [str(one) for one in breaking_changes(before, json.loads(FULL.read_text(encoding="utf-8")))]
    for change in changes:
        print(f"{change} (accepted: {reasons[change]})" if change in reasons else change)
    print(f"{len(changes)} changes since {name} break callers.")
    if left := [change for change in changes if change not in reasons]:
        print(f"{len(left)} of them are not accepted. If they are meant, list them in {shown(ACCEPTED)}.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
