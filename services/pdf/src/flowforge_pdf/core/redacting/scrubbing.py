"""What stands beside the pages: dropped where it cannot be searched, scrubbed where it can."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import sanitize

from flowforge_pdf.core.redacting.cmaps import without
from flowforge_pii.haystacks import Matcher, TextMatcher, matches, scrubbed

_DROPPED = ("/Metadata", "/PieceInfo", "/Thumb", "/AF", "/ActualText", "/E", "/RV", "/RC")
_CATALOG = (
    "/Perms",
    "/DSS",
    "/Collection",
    "/SpiderInfo",
    "/Threads",
    "/Legal",
    "/Requirements",
    "/URI",
    "/AA",
)
_DEEPEST = 40
DROPPED = (
    "metadata",
    "attachments",
    "scripts",
    "XFA",
    "signatures",
    "thumbnails",
    "private data",
    "earlier revisions",
)


def drop_unsearchable(pdf: pikepdf.Pdf) -> None:
    """Remove what may repeat the content in forms that cannot be searched."""
    for remove in (
        sanitize.remove_javascript,
        sanitize.remove_attachments,
        sanitize.remove_multimedia,
        sanitize.remove_thumbnails,
        sanitize.remove_search_index,
        sanitize.remove_web_capture,
        sanitize.remove_private_app_data,
        sanitize.remove_collection,
    ):
        remove(pdf)
    for key in _CATALOG:
        if key in pdf.Root:
            del pdf.Root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        del form["/XFA"]
    for each in pdf.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            _drop_entries(each)


def _drop_entries(entry: Any) -> None:
    for key in _DROPPED:
        if key in entry:
            del entry[key]
    if entry.get("/Type") == "/Sig" or entry.get("/Type") == "/DocTimeStamp":
        for key in list(entry.keys()):
            del entry[key]
    for key in ("/V", "/DV", "/JS"):
        if isinstance(entry.get(key), pikepdf.Stream):
            del entry[key]


def scrub_strings(pdf: pikepdf.Pdf, matchers: Sequence[Matcher]) -> int:
    """Remove matches from every text of the document that is not page content."""
    changed = 0
    for each in pdf.objects:
        changed += _scrub(each, matchers, 0)
    return changed + (_scrub(pdf.trailer, matchers, _DEEPEST - 1) if "/Info" in pdf.trailer else 0)


def _scrub(value: Any, matchers: Sequence[Matcher], depth: int) -> int:
    if depth > _DEEPEST:
        return 0
    changed = 0
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        keys: list[Any] = list(value.keys())
    elif isinstance(value, pikepdf.Array):
        keys = list(range(len(value)))
    else:
        return 0
    for key in keys:
        each = value[key]
        if isinstance(each, pikepdf.String):
            clean = scrubbed(str(each), matchers) if len(bytes(each)) > 1 else None
            if clean is not None:
                value[key] = pikepdf.String(clean)
                changed += 1
        elif isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect:
            changed += _scrub(each, matchers, depth + 1)
    return changed


def scrub_maps(pdf: pikepdf.Pdf, matchers: Sequence[Matcher]) -> None:
    """Remove matches from the maps from codes to characters."""
    texts = [matcher for matcher in matchers if isinstance(matcher, TextMatcher)]
    if not texts:
        return
    for each in pdf.objects:
        stream = each.get("/ToUnicode") if isinstance(each, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream):
            clean = without(stream.read_bytes(), lambda text: len(text) > 1 and bool(matches(text, texts)))
            if clean is not None:
                stream.write(clean)
