"""What stands beside the pages: dropped where it cannot be searched, scrubbed where it can."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import sanitize

from flowforge_pdf.core.redacting.content.strings import readings
from flowforge_pdf.core.redacting.fonts.cmaps import loose_texts, without
from flowforge_pii.haystacks import Matcher, TextMatcher, matches, scrubbed

_DROPPED = ("/Metadata", "/PieceInfo", "/Thumb", "/AF", "/ActualText", "/E", "/RV", "/RC")
_KEPT_OF_CATALOG = frozenset(
    (
        "/Type",
        "/Version",
        "/Extensions",
        "/Pages",
        "/PageLabels",
        "/Names",
        "/Dests",
        "/ViewerPreferences",
        "/PageLayout",
        "/PageMode",
        "/Outlines",
        "/OpenAction",
        "/AcroForm",
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/OutputIntents",
        "/OCProperties",
    )
)
_KEPT_OF_PAGES = frozenset(
    (
        "/Type",
        "/Parent",
        "/Kids",
        "/Count",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/BoxColorInfo",
        "/Contents",
        "/Rotate",
        "/Group",
        "/Annots",
        "/StructParents",
        "/Tabs",
        "/UserUnit",
        "/VP",
        "/Dur",
        "/Trans",
    )
)
_KEPT_OF_TRAILER = frozenset(
    (
        "/Root",
        "/Size",
        "/Encrypt",
        "/Prev",
        "/XRefStm",
        "/Type",
        "/W",
        "/Index",
        "/Length",
        "/Filter",
        "/DecodeParms",
    )
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
    _keep_only(pdf.Root, _KEPT_OF_CATALOG)
    own = _KEPT_OF_TRAILER | {"/ID"} if pdf.is_encrypted else _KEPT_OF_TRAILER  # keys are made with it
    _keep_only(pdf.trailer, own)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        del form["/XFA"]
    for each in pdf.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            _drop_entries(each)
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") in ("/Page", "/Pages"):
            _keep_only(each, _KEPT_OF_PAGES)


def _keep_only(entry: Any, known: frozenset[str]) -> None:
    for key in list(entry.keys()):
        if key not in known:
            del entry[key]


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
    changed = sum(_scrub(each, matchers, 0) for each in pdf.objects)
    places = pdf.Root.get("/Dests")
    if isinstance(places, pikepdf.Dictionary):
        named = [name for name in places.keys() if matches(name[1:], matchers)]  # noqa: SIM118 - no dict
        for name in named:
            del places[name]
        changed += len(named)
    return changed


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
            clean = _clean(each, matchers) if len(bytes(each)) > 1 else None
            if clean is not None:
                value[key] = pikepdf.String(clean)
                changed += 1
        elif isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect:
            changed += _scrub(each, matchers, depth + 1)
    return changed


def _clean(text: pikepdf.String, matchers: Sequence[Matcher]) -> str | None:
    """Return a text without what is matched; None if nothing is. One in disguise goes as a whole."""
    clean = scrubbed(str(text), matchers)
    if clean is None and any(matches(reading, matchers) for reading in readings(text)):
        return ""
    return clean


def scrub_maps(pdf: pikepdf.Pdf, matchers: Sequence[Matcher]) -> None:
    """Remove matches from the maps from codes to characters."""
    texts = [matcher for matcher in matchers if isinstance(matcher, TextMatcher)]
    if not texts:
        return
    for each in pdf.objects:
        stream = each.get("/ToUnicode") if isinstance(each, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream):
            content = stream.read_bytes()
            said = bool(matches(loose_texts(content).decode("latin-1"), texts))
            clean = without(content, lambda text: len(text) > 1 and bool(matches(text, texts)), always=said)
            if clean is not None:
                stream.write(clean)
