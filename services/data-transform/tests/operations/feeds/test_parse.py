import base64
from typing import Any

import httpx
import pytest

# RSS 2.0 specification's sample (shortened) and RFC 4287, section 1.1.
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Liftoff News</title>
<link>http://liftoff.msfc.nasa.gov/</link><description>Liftoff to Space Exploration.</description>
<language>en-us</language><lastBuildDate>Tue, 10 Jun 2003 09:41:01 GMT</lastBuildDate>
<item><title>Star City</title><link>http://liftoff.msfc.nasa.gov/news/2003/news-starcity.asp</link>
<description>How do Americans get ready &lt;b onclick="x()"&gt;to work&lt;/b&gt; with Russians?</description>
<pubDate>Tue, 03 Jun 2003 09:39:21 GMT</pubDate><guid>http://liftoff.msfc.nasa.gov/2003/06/03.html#item573</guid>
<category>space</category><enclosure url="http://x.org/a.mp3" length="1234" type="audio/mpeg"/></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Example Feed</title><link href="http://example.org/"/><updated>2003-12-13T18:30:02Z</updated>
<author><name>John Doe</name></author><id>urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6</id>
<entry><title>Atom-Powered Robots Run Amok</title><link href="http://example.org/2003/12/13/atom03"/>
<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><updated>2003-12-13T18:30:02Z</updated>
<summary>Some text.</summary></entry></feed>"""


def parse(client: httpx.Client, text: str | bytes) -> Any:
    fields: Any = {"text": text}
    if isinstance(text, bytes):
        fields = {"file": {"base64": base64.b64encode(text).decode()}}
    answer = client.post("/api/v1/data/feeds/parse", json=fields)
    return (
        answer.json() if answer.status_code == 200 else (answer.status_code, answer.json()["error"]["code"])
    )


def test_rss(client: httpx.Client) -> None:
    found = parse(client, RSS)
    assert (found["version"], found["feed"]["title"], found["feed"]["updated"]) == (
        "rss20", "Liftoff News", "2003-06-10T09:41:01+00:00",
    )  # fmt: skip
    entry = found["entries"][0]
    assert (entry["published"], entry["categories"]) == ("2003-06-03T09:39:21+00:00", ["space"])
    assert entry["summary"] == "How do Americans get ready <b>to work</b> with Russians?"
    assert entry["enclosures"] == [{"url": "http://x.org/a.mp3", "media_type": "audio/mpeg", "bytes": 1234}]


def test_atom(client: httpx.Client) -> None:
    found = parse(client, ATOM)
    assert (found["version"], found["entries"][0]["id"]) == (
        "atom10", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
    )  # fmt: skip


def test_other_encodings_and_damage(client: httpx.Client) -> None:
    text = RSS.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?').replace("Star City", "Größe")
    assert parse(client, text.encode("iso-8859-1"))["entries"][0]["title"] == "Größe"
    found = parse(
        client, RSS.replace("</title><link>http://liftoff.msfc.nasa.gov/news", "<link>http://x/news")
    )
    assert "not well-formed" in found["warnings"][0]


def test_a_table_of_entries(client: httpx.Client) -> None:
    answer = client.post("/api/v1/data/convert", json={"text": ATOM, "to": "json"})
    assert answer.json()[0]["title"] == "Atom-Powered Robots Run Amok"
    raw = client.post("/api/v1/data/convert", json={"text": ATOM, "from": "xml", "to": "json"})
    assert "feed" in raw.json()


@pytest.mark.parametrize("text", ["hello", "<html><body>x</body></html>", "{}"])
def test_no_feed(client: httpx.Client, text: str) -> None:
    assert parse(client, text) == (422, "FEED_UNREADABLE")


def test_entities_are_not_expanded(client: httpx.Client) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RSS.partition("?>")[2].replace(
        "Star", "&a;"
    )
    assert parse(client, bomb) == (422, "FEED_UNREADABLE")
