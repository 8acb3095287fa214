from typing import Any

import feedparser
import httpx
import pytest

HEAD = {
    "title": "News & more",
    "link": "https://example.org/",
    "description": "What is new",
    "language": "en",
}
ENTRY = {
    "title": "One <b>", "link": "https://example.org/1", "id": "tag:1",
    "published": "2024-02-29T10:30:00+01:00",
    "summary": "<p>short</p>", "content": "<p>long</p>", "authors": ["Ada"], "categories": ["a", "b"],
    "enclosures": [{"url": "https://example.org/a.mp3", "media_type": "audio/mpeg", "bytes": 5}],
}  # fmt: skip


def create(client: httpx.Client, **fields: Any) -> httpx.Response:
    return client.post("/api/v1/data/feeds/create", json={"feed": HEAD, "entries": [ENTRY], **fields})


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_another_library_reads_it(client: httpx.Client, form: str, version: str) -> None:
    answer = create(client, format=form)
    assert answer.headers["content-type"].startswith(f"application/{form}+xml")
    found = feedparser.parse(answer.content)
    assert (found.bozo, found.version, found.feed.title) == (False, version, "News & more")
    entry = found.entries[0]
    assert (entry.link, entry.id, entry.published_parsed[:5]) == (
        "https://example.org/1", "tag:1", (2024, 2, 29, 9, 30),
    )  # fmt: skip
    assert (entry.summary, entry.content[0].value) == ("<p>short</p>", "<p>long</p>")
    assert [tag.term for tag in entry.tags] == ["a", "b"]
    assert entry.enclosures[0].href == "https://example.org/a.mp3"


def test_it_comes_back(client: httpx.Client) -> None:
    for form in ("rss", "atom"):
        text = create(client, format=form).text
        found = client.post("/api/v1/data/feeds/parse", json={"text": text}).json()["entries"][0]
        assert {name: found[name] for name in ("link", "id", "content", "authors", "categories")} == {
            name: ENTRY[name] for name in ("link", "id", "content", "authors", "categories")
        }


def test_control_characters_are_left_out(client: httpx.Client) -> None:
    assert "a\x01b" not in create(client, entries=[{"title": "a\x01b"}]).text


def test_a_date_that_cannot_be_read(client: httpx.Client) -> None:
    error = create(client, entries=[{"title": "x", "published": "soon"}]).json()["error"]
    assert error["code"] == "DATE_UNREADABLE"
