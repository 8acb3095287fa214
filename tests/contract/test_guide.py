"""The committed pages of the guide are what their sources give; links lead somewhere."""

import re

import pytest
from tools.guide import PAGES, guide_files
from tools.repository import ROOT, errors

TEXTS = {
    path.relative_to(PAGES).as_posix(): path.read_text(encoding="utf-8") for path in PAGES.rglob("*.html")
}
SERVED = {"/", "/guide", "/docs", "/docs/errors", "/openapi.json", "/openapi-3.0.json", "/favicon.ico"}


def test_the_pages_are_built_from_the_present_sources() -> None:
    fresh = {path.relative_to(PAGES).as_posix(): text for path, text in guide_files()}
    assert fresh == TEXTS, "run `make guide`"


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_links_lead_to_pages_and_headings(name: str) -> None:
    for href in re.findall(r'(?:href|src)="([^"]+)"', TEXTS[name]):
        address, _, anchor = href.partition("#")
        if address in SERVED or href == "@STYLE@":
            continue
        target = TEXTS[address.removeprefix("/guide/") if address else name]
        assert not anchor or f'id="{anchor}"' in target, href


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(name: str) -> None:
    assert not re.findall(r'<script|style="|src="http|<style', TEXTS[name])
    assert not re.findall(r"@[A-Z]+@", TEXTS[name].replace("@STYLE@", ""))


def test_every_status_of_an_error_is_explained() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \|", (ROOT / "guide/docs/errors.md").read_text(), re.MULTILINE)
    explained = {int(one) for row in rows for one in row.split(",")}
    assert explained == {error.status for error in errors()}


def test_files_that_the_guide_names_exist() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "guide").rglob("*.md"))
    for named in re.findall(r"\b(?:docs|gateway|sdk)/[\w./-]*\w", sources):
        if not named.startswith(("sdk/dist", "docs/errors")):
            assert (ROOT / named).exists(), named
