import re
from html.parser import HTMLParser

import httpx
import pytest


class Links(HTMLParser):
    """Collects the addresses and the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.addresses.add(found["href"] or "")
        if found.get("id"):
            self.ids.add(found["id"] or "")


def read(client: httpx.Client, path: str) -> tuple[str, Links]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    links = Links()
    links.feed(answer.text)
    return answer.text, links


@pytest.fixture(scope="module")
def operations(client: httpx.Client) -> list[str]:
    return [row["id"] for row in client.get("/console/catalog.json").json()["operations"]]


def test_every_operation_has_a_page_and_no_link_is_dead(client: httpx.Client, operations: list[str]) -> None:
    waiting, seen, ids = {"/docs", "/docs/errors"}, set[str](), dict[str, set[str]]()
    targets: set[str] = set()
    while waiting - seen:
        path = min(waiting - seen)
        seen.add(path)
        _, links = read(client, path)
        ids[path] = links.ids
        whole = {f"{path}{one}" if one.startswith("#") else one for one in links.addresses}
        targets |= whole
        waiting |= {one.partition("#")[0] for one in whole if one.startswith("/docs")}
    assert {f"/docs/{name}" for name in operations} <= seen
    dead = [one for one in targets if one.startswith("/docs") and "#" in one and not _is_there(one, ids)]
    assert not dead


def _is_there(address: str, ids: dict[str, set[str]]) -> bool:
    path, _, name = address.partition("#")
    return name in ids[path]


def test_pages_are_small_and_have_neither_script_nor_inline_style(
    client: httpx.Client, operations: list[str]
) -> None:
    for path in ("/docs", "/docs/errors", *(f"/docs/{name}" for name in operations[::10])):
        text, _ = read(client, path)
        assert len(text) < 1_000_000
        assert "<script" not in text
        assert not re.search(r"<[^>]* style=", text)


def test_an_operation_is_described_whole(client: httpx.Client) -> None:
    text, _ = read(client, "/docs/crypto.hash")
    for piece in (
        "POST /api/v1/crypto/hash",
        "Hash a text or a file",
        "blake3",
        "VALIDATION_ERROR",
        "sha256",
    ):
        assert piece in text
