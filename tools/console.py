"""Build the console, or tell whether the committed bundle was built from the present sources.

`make console` needs the index of npm once; Node.js comes from its wheel. The bundle is committed, so that
nobody needs either to run FlowForge.
"""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.npm import install, link, node
from tools.repository import ROOT

CONSOLE = ROOT / "console"
BUNDLE = ROOT / "services" / "portal" / "src" / "flowforge_portal" / "core" / "content" / "bundle"
STAMP = BUNDLE / "sources.txt"
_SOURCES = (
    "src/**/*",
    "public/*",
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
)


def digest() -> str:
    """Return the SHA-256 of what the bundle is built from: names and contents."""
    files = sorted({path for pattern in _SOURCES for path in CONSOLE.glob(pattern) if path.is_file()})
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(CONSOLE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def modules() -> Path:
    """Return the folder of the packages of console/package-lock.json, installed once for each state of it."""
    lock = CONSOLE / "package-lock.json"
    name = f"console-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    return install(name, "ci", given=[CONSOLE / "package.json", lock]) / "node_modules"


def build(target: Path = BUNDLE) -> None:
    """Check the types of the console and build it into *target*."""
    linked = link(CONSOLE, modules)
    node(linked / "typescript" / "bin" / "tsc", "--noEmit", folder=CONSOLE)
    vite = linked / "vite" / "bin" / "vite.js"
    node(vite, "build", "--outDir", target, "--emptyOutDir", folder=CONSOLE)
    if target == BUNDLE:
        STAMP.write_text(f"{digest()}\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    if "--check" in arguments:
        return 0 if STAMP.read_text(encoding="utf-8").strip() == digest() else 1
    build()
    total = sum(path.stat().st_size for path in BUNDLE.iterdir())
    print(f"wrote {BUNDLE.relative_to(ROOT)}: {total // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
