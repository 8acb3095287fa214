"""Write RSS 2.0 and Atom (RFC 4287)."""

import datetime as dt
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any, Final

from lxml import etree

from flowforge_data.core.messages.feeds.entries import Entry, FeedHead
from flowforge_data.core.text.characters import FORBIDDEN_IN_XML
from flowforge_data.core.values.moments.reading import read_moment

_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_CREATOR: Final = "http://purl.org/dc/elements/1.1/"


def write_rss(head: FeedHead, entries: Sequence[Entry]) -> bytes:
    root = etree.Element("rss", version="2.0", nsmap={"content": _CONTENT, "dc": _CREATOR})
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", head.title or "Feed")
    _add(channel, "link", head.link or "about:blank")
    _add(channel, "description", head.description or head.title or "Feed")
    if head.language:
        _add(channel, "language", head.language)
    if head.updated:
        _add(channel, "lastBuildDate", _rfc822(head.updated, "updated"))
    for entry in entries:
        _rss_item(channel, entry)
    return _text(root)


def _rss_item(channel: Any, entry: Entry) -> None:
    item = etree.SubElement(channel, "item")
    title = entry.title or ("" if entry.summary else "Untitled")
    texts = {
        "title": title, "link": entry.link, "description": entry.summary,
        f"{{{_CONTENT}}}encoded": entry.content,
    }  # fmt: skip
    for name, value in texts.items():
        if value:
            _add(item, name, value)
    if entry.id or entry.link:
        guid = _add(item, "guid", entry.id or entry.link)
        guid.set("isPermaLink", "true" if not entry.id or entry.id == entry.link else "false")
    if moment := entry.published or entry.updated:
        _add(item, "pubDate", _rfc822(moment, "published"))
    for tag, values in ((f"{{{_CREATOR}}}creator", entry.authors), ("category", entry.categories)):
        for value in values:
            _add(item, tag, value)
    for one in entry.enclosures:
        kind = one.media_type or "application/octet-stream"
        etree.SubElement(item, "enclosure", url=_allowed(one.url), type=kind, length=str(one.bytes or 0))


def write_atom(head: FeedHead, entries: Sequence[Entry]) -> bytes:
    names: Any = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=names)
    moments = [one.updated or one.published for one in entries if one.updated or one.published]
    updated = head.updated or max(moments, default="1970-01-01T00:00:00Z")
    _add(root, "title", head.title or "Feed")
    _add(root, "id", head.link or "urn:flowforge:feed")
    _add(root, "updated", _rfc3339(updated, "updated"))
    if head.description:
        _add(root, "subtitle", head.description)
    if head.link:
        etree.SubElement(root, f"{{{_ATOM}}}link", href=_allowed(head.link))
    if not all(entry.authors for entry in entries):
        _add(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", head.title or "Unknown")
    for number, entry in enumerate(entries, 1):
        _atom_entry(root, entry, number, updated)
    return _text(root)


def _atom_entry(root: Any, entry: Entry, number: int, updated: str) -> None:
    made = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(made, "title", entry.title or "Untitled")
    _add(made, "id", entry.id or entry.link or f"urn:flowforge:entry:{number}")
    _add(made, "updated", _rfc3339(entry.updated or entry.published or updated, "updated"))
    if entry.published:
        _add(made, "published", _rfc3339(entry.published, "published"))
    _atom_links(made, entry)
    for author in entry.authors:
        _add(etree.SubElement(made, f"{{{_ATOM}}}author"), "name", author)
    for category in entry.categories:
        etree.SubElement(made, f"{{{_ATOM}}}category", term=_allowed(category))
    for name, value in (("summary", entry.summary), ("content", entry.content)):
        if value:
            _add(made, name, value).set("type", "html")


def _atom_links(made: Any, entry: Entry) -> None:
    if entry.link:
        etree.SubElement(made, f"{{{_ATOM}}}link", href=_allowed(entry.link))
    for one in entry.enclosures:
        link = etree.SubElement(made, f"{{{_ATOM}}}link", rel="enclosure", href=_allowed(one.url))
        if one.media_type:
            link.set("type", _allowed(one.media_type))


def _add(parent: Any, name: str, text: str) -> Any:
    own = f"{{{_ATOM}}}{name}" if parent.tag.startswith(f"{{{_ATOM}}}") else name
    made = etree.SubElement(parent, own)
    made.text = _allowed(text)
    return made


def _text(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _moment(text: str, field: str) -> dt.datetime:
    found = read_moment(text, field=field)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found


def _rfc822(text: str, field: str) -> str:
    return format_datetime(_moment(text, field))


def _rfc3339(text: str, field: str) -> str:
    return _moment(text, field).isoformat()


def _allowed(text: str) -> str:
    return FORBIDDEN_IN_XML.sub("", text)
