"""XMP (ISO 16684-1): the properties of a packet under the names that it gives them, such as dc:title."""

from contextlib import suppress
from xml.parsers import expat

_LONGEST_TEXT, _MOST_PROPERTIES, _DEEPEST = 2000, 500, 50
_SKIPPED = ("xmlns", "xml:", "rdf:", "x:")
_DESCRIPTION, _ITEM = "rdf:Description", "rdf:li"


class _Refused(Exception):
    """The packet holds what no XMP needs."""


def read_xmp(blob: bytes) -> dict[str, str | list[str]]:
    """Return texts, and lists where the packet has them; structures inside are left out.

    Entities are refused and nothing is fetched. What is damaged gives what was read until there.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    with suppress(expat.ExpatError, _Refused):
        parser.Parse(blob.strip(b"\0 \r\n\t"), True)  # noqa: FBT003 - expat's own signature
    return reader.properties


class _Reader:
    def __init__(self) -> None:
        self.properties: dict[str, str | list[str]] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._items: list[str] = []

    def doctype(self, *_: object) -> None:
        raise _Refused

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) > _DEEPEST or len(self.properties) > _MOST_PROPERTIES:
            raise _Refused
        if name == _DESCRIPTION and _DESCRIPTION not in self._path:
            for key, value in attributes.items():
                if not key.startswith(_SKIPPED):
                    self.properties[key] = value[:_LONGEST_TEXT]
        self._path.append(name)
        self._text.clear()

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        self._path.pop()
        text = "".join(self._text).strip()[:_LONGEST_TEXT]
        self._text.clear()
        if _DESCRIPTION not in self._path:
            return
        depth = len(self._path) - self._path.index(_DESCRIPTION)
        if name == _ITEM and text and depth == 3:  # noqa: PLR2004 - property, container, item
            self._items.append(text)
        elif depth == 1:
            if self._items:
                self.properties[name] = list(self._items)
                self._items.clear()
            elif text:
                self.properties[name] = text
