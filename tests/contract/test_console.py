"""The committed bundle of the console is what its sources give, and small."""

import gzip
from pathlib import Path

import pytest
from tools.console import BUNDLE, STAMP, build, digest

FIRST_LOAD = ("index.html", "app.js", "app.css", *(path.name for path in BUNDLE.glob("*.woff2")))
MOST_BYTES = 200_000


def test_the_bundle_is_built_from_the_present_sources() -> None:
    assert STAMP.read_text(encoding="utf-8").strip() == digest(), "run `make console`"


def test_the_first_load_is_small() -> None:
    """Fonts are compressed already; catalog and one operation add some 20 KB."""
    sizes = {name: len(gzip.compress((BUNDLE / name).read_bytes(), 9)) for name in FIRST_LOAD}
    assert sum(sizes.values()) < MOST_BYTES - 25_000, sizes


def test_nothing_in_the_bundle_comes_from_elsewhere() -> None:
    page = (BUNDLE / "index.html").read_text(encoding="utf-8")
    style = (BUNDLE / "app.css").read_text(encoding="utf-8")
    assert "//" not in page.replace("<!doctype html>", "")
    assert "url(http" not in style
    assert "<script>" not in page
    assert "style=" not in page


@pytest.mark.deep
@pytest.mark.installs
def test_building_again_gives_the_same(tmp_path: Path) -> None:
    build(tmp_path / "bundle")
    again = {path.name: path.read_bytes() for path in (tmp_path / "bundle").iterdir()}
    assert again == {path.name: path.read_bytes() for path in BUNDLE.iterdir() if path != STAMP}
