"""Annotations and form fields that repeat or cover what is removed."""

from collections.abc import Iterator, Sequence

import pikepdf

from flowforge_pdf.core.boxes import box_of
from flowforge_pdf.core.contents import annotations_of
from flowforge_pdf.core.redacting.content.graphics_state import Fonts
from flowforge_pdf.core.redacting.content.searching import find_matches
from flowforge_pdf.core.redacting.content.strings import readings
from flowforge_pdf.core.redacting.content.walking import Walker
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.matrices import Quad, touches
from flowforge_pii.haystacks import Matcher, matches

_ELSEWHERE = ("/P", "/Parent", "/Popup", "/IRT", "/AP", "/Dest", "/StructParent", "/Kids")
_VALUES = ("/V", "/DV", "/RV", "/I", "/AP", "/AS")
_DEEPEST = 8


def remove_annotations(
    page: pikepdf.Page,
    fonts: Fonts,
    matchers: Sequence[Matcher],
    boxes: Sequence[Quad],
    *,
    everything: bool = False,
) -> int:
    """Remove annotations that say or cover what is removed; form fields stay, without their values."""
    kept, removed = [], 0
    found = list(annotations_of(page))
    for annotation in found:
        if not everything and not _concerned(annotation, fonts, matchers, boxes):
            kept.append(annotation)
            continue
        removed += 1
        if annotation.get("/Subtype") == "/Widget":
            _clear(annotation)
            kept.append(annotation)
    if removed:
        page.obj.Annots = pikepdf.Array(kept)
    return removed


def _concerned(
    annotation: pikepdf.Dictionary, fonts: Fonts, matchers: Sequence[Matcher], boxes: Sequence[Quad]
) -> bool:
    rectangle = box_of(annotation.get("/Rect"))
    if rectangle is not None:
        quad = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if any(touches(quad, box) for box in boxes):
            return True
    node: object = annotation
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if any(matches(text, matchers) for text in (*_texts(node, 0), *_states(node))):
            return True
        node = node.get("/Parent")
    return any(_draws(stream, fonts, matchers) for stream in appearances(annotation))


def _texts(value: object, depth: int) -> Iterator[str]:
    """Yield the texts of an annotation."""
    if isinstance(value, pikepdf.String):
        yield from readings(value)
    elif depth < _DEEPEST and isinstance(value, pikepdf.Array):
        for each in value:
            yield from _texts(each, depth + 1)
    elif depth < _DEEPEST and isinstance(value, pikepdf.Dictionary):
        for key, each in value.items():
            if key not in _ELSEWHERE:
                yield from _texts(each, depth + 1)


def _states(annotation: pikepdf.Dictionary) -> Iterator[str]:
    """Yield the names of the states of a checkbox or radio button."""
    found = annotation.get("/AP")
    for states in found.values() if isinstance(found, pikepdf.Dictionary) else ():
        if isinstance(states, pikepdf.Dictionary):
            yield from (key[1:] for key in states.keys())  # noqa: SIM118 - no dict
    for key in ("/V", "/DV", "/AS"):
        if isinstance(annotation.get(key), pikepdf.Name):
            yield str(annotation[key])[1:]


def appearances(annotation: pikepdf.Dictionary) -> Iterator[pikepdf.Stream]:
    """Yield the streams that draw an annotation."""
    found = annotation.get("/AP")
    for state in found.values() if isinstance(found, pikepdf.Dictionary) else ():
        if isinstance(state, pikepdf.Stream):
            yield state
        elif isinstance(state, pikepdf.Dictionary):
            yield from (each for each in state.values() if isinstance(each, pikepdf.Stream))


def _draws(stream: pikepdf.Stream, fonts: Fonts, matchers: Sequence[Matcher]) -> bool:
    try:
        drawn = Walker(fonts).walk(stream, stream.get("/Resources"))
    except Unreadable:
        return True  # what cannot be read goes
    return bool(find_matches(drawn.glyphs, matchers))


def _clear(widget: pikepdf.Dictionary) -> None:
    """Remove the value of a field and of its parents."""
    node: object = widget
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return
        for key in _VALUES:
            if key in node:
                del node[key]
        captions = node.get("/MK")
        if isinstance(captions, pikepdf.Dictionary):
            for key in ("/CA", "/RC", "/AC"):
                if key in captions:
                    del captions[key]
        node = node.get("/Parent")
