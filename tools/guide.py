"""Build the guide with MkDocs into the portal. The result is committed."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from tools.repository import ROOT

SOURCES = ROOT / "guide"
PAGES = ROOT / "services" / "portal" / "src" / "flowforge_portal" / "core" / "content" / "guide"


def guide_files() -> Iterator[tuple[Path, str]]:
    """Yield every page with its text. A broken link between pages, or to a heading, is an error."""
    with tempfile.TemporaryDirectory() as folder:
        mkdocs_build(load_config(str(SOURCES / "mkdocs.yml"), site_dir=folder))
        for page in sorted(Path(folder).rglob("*.html")):
            yield PAGES / page.relative_to(folder), page.read_text(encoding="utf-8")


def build() -> None:
    """Write the pages, in place of those of before."""
    pages = dict(guide_files())
    shutil.rmtree(PAGES, ignore_errors=True)
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(_arguments: Sequence[str]) -> int:
    build()
    print(f"wrote {len(list(PAGES.rglob('*.html')))} pages of the guide")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
