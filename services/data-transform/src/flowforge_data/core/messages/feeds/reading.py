"""Read feeds of any version of RSS and Atom."""

import calendar
import datetime as dt
import io
from collections.abc import Callable
from typing import Any, Final

import feedparser

from flowforge_data.core.messages.feeds.entries import MAX_ENTRIES, Enclosure, Entry, FeedHead, NoFeed

_DECLARATION: Final = b"<!entity"


def read_feed(content: bytes, field: str, warn: Callable[[str], None]) -> tuple[FeedHead, list[Entry], str]:
    """Return the feed, its entries and its version, such as rss20. Raises NoFeed."""
    if _DECLARATION in content[: 1 << 20].lower():
        raise NoFeed(field=field, reason="it declares entities of its own, which are not expanded")
    parsed: Any = feedparser.parse(io.BytesIO(content), sanitize_html=True, resolve_relative_uris=True)
    if not parsed.get("version"):
        raise NoFeed(field=field, reason="it has no rss, rdf or feed element")
    if parsed.get("bozo"):
        warn("the feed is not well-formed: what could be read was kept")
    items = parsed.entries
    if len(items) > MAX_ENTRIES:
        warn(f"only the first {MAX_ENTRIES:,} entries were read")
    head = parsed.feed
    return (
        FeedHead(
            title=head.get("title", "")[:10_000],
            link=head.get("link", "")[:4_000],
            description=head.get("subtitle", "")[:100_000],
            language=head.get("language", "")[:50],
            updated=_iso(head, "updated", "published"),
        ),
        [_entry(one) for one in items[:MAX_ENTRIES]],
        str(parsed.version),
    )


def _entry(one: Any) -> Entry:
    contents = [part.get("value", "") for part in one.get("content", [])]
    authors = [part.get("name") or part.get("email") or "" for part in one.get("authors", [])]
    return Entry(
        id=one.get("id", "")[:4_000],
        title=one.get("title", "")[:10_000],
        link=one.get("link", "")[:4_000],
        published=_iso(one, "published"),
        updated=_iso(one, "updated"),
        authors=[name for name in authors if name][:100],
        summary=one.get("summary", "")[:1_000_000],
        content=(contents[0] if contents else "")[:4_000_000],
        categories=[tag.get("term") or "" for tag in one.get("tags", []) if tag.get("term")][:500],
        enclosures=[_enclosure(part) for part in one.get("enclosures", []) if part.get("href")][:100],
    )


def _enclosure(part: Any) -> Enclosure:
    size = str(part.get("length", ""))
    return Enclosure(
        url=part["href"][:4_000],
        media_type=part.get("type", "")[:200],
        bytes=int(size) if size.isdigit() and len(size) < 19 else None,  # noqa: PLR2004 - 64 bits
    )


def _iso(one: Any, *names: str) -> str:
    for name in names:
        parsed = one.get(f"{name}_parsed")
        if parsed is not None:
            try:
                return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat()
            except (ValueError, OverflowError, OSError):
                return ""
    return ""
