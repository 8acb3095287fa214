"""Build the guide with MkDocs into the portal, or into another folder. The result is committed."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from tools.repository import ROOT

SOURCES = ROOT / "guide"
PAGES = ROOT / "services" / "portal" / "src" / "flowforge_portal" / "core" / "content" / "guide"


def build(target: Path = PAGES) -> None:
    """Write the pages into *target*. A broken link between pages, or to a heading, is an error."""
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(str(SOURCES / "mkdocs.yml"), site_dir=folder)
        mkdocs_build(config)
        shutil.rmtree(target, ignore_errors=True)
        for page in sorted(Path(folder).rglob("*.html")):
            copy = target / page.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(page.read_bytes())


def main(_arguments: Sequence[str]) -> int:
    build()
    print(f"wrote {len(list(PAGES.rglob('*.html')))} pages of the guide")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
