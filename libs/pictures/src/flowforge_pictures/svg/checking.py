"""Refuse an SVG that asks for anything outside itself: entities, scripts, remote or local references."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from flowforge_pictures.errors import SvgEntity, SvgRemoteReference, SvgScript, UndecodablePicture
from flowforge_pictures.svg.cost import DrawingCost

_MOST_ENTITIES, _LONGEST_ENTITY = 64, 1024
_INERT_ELEMENTS = frozenset(("a",))
_ACTIVE_ELEMENTS = frozenset(("script", "foreignobject", "iframe", "object", "embed", "handler", "listener"))
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpe?g|gif|webp|svg\+xml)[;,])", re.IGNORECASE)
_CSS_REFERENCE = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"]?\s*(?:#|data:image/))", re.IGNORECASE)
_NESTED_SVG = re.compile(r"\s*data:image/svg", re.IGNORECASE)


def check_svg(content: bytes, field: str = "file") -> None:
    """Raise UndecodablePicture, UnsafeSvg or SvgTooComplex unless *content* is a self-contained SVG.

    Internal entities are allowed when they are few and short: drawing programs write them.
    """
    checker, cost = _Checker(), DrawingCost()
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = checker.entity
    parser.ExternalEntityRefHandler = checker.external

    def start(name: str, attributes: Mapping[str, str]) -> None:
        checker.start(name, attributes)
        cost.start(name, attributes)

    def end(name: str) -> None:
        checker.end(name)
        cost.end()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = checker.text
    parser.ProcessingInstructionHandler = checker.instruction
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise UndecodablePicture(field=field, format="SVG") from error
    cost.check()


class _Checker:
    def __init__(self) -> None:
        self._entities = 0
        self._in_style = 0
        self._style: list[str] = []

    def entity(self, name: str, _parameter: bool, value: str | None, *_: object) -> None:  # noqa: FBT001 - expat calls it
        self._entities += 1
        if value is None:
            raise SvgEntity(what=f"the external entity '{name[:40]}'")
        if self._entities > _MOST_ENTITIES or len(value) > _LONGEST_ENTITY or "&" in value:
            raise SvgEntity(what="entities that are many, long or nested")

    def external(self, *_: object) -> int:
        raise SvgEntity(what="a reference to an external entity")

    def instruction(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise SvgRemoteReference(what=f"an external style sheet ({data[:60]})")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = name.rpartition(":")[2].lower()
        if element in _ACTIVE_ELEMENTS:
            raise SvgScript(what=f"the element <{element}>")
        for attribute, value in attributes.items():
            _check_attribute(element, attribute.rpartition(":")[2].lower(), value)
        self._in_style += element == "style"

    def end(self, name: str) -> None:
        if name.rpartition(":")[2].lower() == "style":
            self._in_style -= 1
            _check_style("".join(self._style))
            self._style.clear()

    def text(self, data: str) -> None:
        if self._in_style:
            self._style.append(data)


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if attribute.startswith("on"):
        raise SvgScript(what=f"the event handler '{attribute[:40]}'")
    if attribute in ("href", "src"):
        if "javascript:" in value.lower().replace("\t", ""):
            raise SvgScript(what="a javascript: reference")
        if element not in _INERT_ELEMENTS and (not _INSIDE.match(value) or _NESTED_SVG.match(value)):
            raise SvgRemoteReference(what=f"a reference to '{value[:60]}'")
    elif "url(" in value.lower() or attribute == "style":
        _check_style(value)


def _check_style(style: str) -> None:
    # CSS escapes (\75rl) spell the same words: a style that needs them draws nothing that matters.
    if "\\" in style or _CSS_REFERENCE.search(style):
        raise SvgRemoteReference(what="a style that refers to something outside, or hides what it refers to")
