"""The objects of a document as they are stored: cut at their references, nothing in them decoded."""

import re
from collections.abc import Sequence

import pikepdf

_REFERENCE = re.compile(rb"(?<= )(\d+ \d+) R(?= )")
# Strings hold no references; the library writes their parentheses with backslashes.
_STRING_OR_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|(?<= )(\d+ \d+) R(?= )", re.DOTALL)
_LENGTH = re.compile(rb"/Length (?:\d+ \d+ R|\d+) ")
_ELSEWHERE = (b"/Widget", b"/Type /Catalog", b"/Type /Pages", b"/Type /StructElem")
_ROOT_EXTRAS = ("/AcroForm", "/Outlines", "/OCProperties", "/Dests", "/Names", "/StructTreeRoot")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_DEEPEST = 50
PARENT = b"parent"


class NotPlain(Exception):
    """Something belongs to the pages that a copy of their objects would lose."""


class StoredObjects:
    """Reads the objects of a plain document: one whose pages need nothing but what they refer to.

    Parts are texts and keys of references in turn. Raises NotPlain if the document has forms, bookmarks,
    layers, names or tags, or is encrypted or damaged.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        if pdf.is_encrypted or pdf.get_warnings() or any(key in pdf.Root for key in _ROOT_EXTRAS):
            raise NotPlain
        self.pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self.page_keys = [_key(page) for page in self._pages]
        if len(set(self.page_keys)) < len(self.page_keys):
            raise NotPlain
        self._known_pages = frozenset(self.page_keys)
        self.version = max(pdf.pdf_version, str(pdf.Root.get("/Version", "/1.0"))[1:])
        self._cut: dict[bytes, list[bytes]] = {}
        self._inherited: dict[tuple[int, int], dict[str, bytes]] = {}

    def is_page(self, key: bytes) -> bool:
        return key in self._known_pages

    def page(self, position: int) -> list[bytes]:
        """Return a page with what it inherits, in parts; its parent has the key PARENT."""
        key = self.page_keys[position]
        if key not in self._cut:
            page = self._pages[position]
            parent = page.get("/Parent")
            if not isinstance(parent, pikepdf.Dictionary) or not parent.is_indirect:
                raise NotPlain
            text = page.unparse(resolved=True)
            missing = [value for name, value in self._of_parent(parent).items() if name not in page]
            parts = _split(b"".join([text[:-2], *missing, b">>"]))
            parent_key = _key(parent)
            parts[1::2] = [PARENT if each == parent_key else each for each in parts[1::2]]
            self._cut[key] = parts
        return self._cut[key]

    def object(self, key: bytes) -> tuple[list[bytes], bytes | None]:
        """Return an object in parts, and the data of a stream as it is stored."""
        number, generation = key.split()
        found = self.pdf.get_object((int(number), int(generation)))
        if not isinstance(found, pikepdf.Stream):
            if key not in self._cut:
                self._cut[key] = _split(_checked(_text_of(found)))
            return self._cut[key], None
        data = found.read_raw_bytes()
        if key not in self._cut:
            text, count = _LENGTH.subn(b"", _checked(found.stream_dict.unparse()))
            if count != 1:
                raise NotPlain
            self._cut[key] = _split(b"%b /Length %d >>" % (text[:-2], len(data)))
        return self._cut[key], data

    def entries(self, keys: Sequence[str]) -> list[bytes]:
        """Return entries of the catalog, in parts."""
        root = self.pdf.Root
        return _split(
            b" ".join(b"%b %b" % (key.encode(), root[key].unparse()) for key in keys if key in root)
        )

    def information(self) -> list[bytes]:
        """Return the entry of the trailer for the information dictionary, in parts."""
        found = self.pdf.trailer.get("/Info")
        return _split(b"/Info %b" % found.unparse()) if isinstance(found, pikepdf.Dictionary) else [b""]

    def _of_parent(self, parent: pikepdf.Object) -> dict[str, bytes]:
        """Return what pages below *parent* inherit, as they would hold it themselves."""
        first = parent.objgen
        if first not in self._inherited:
            found: dict[str, bytes] = {}
            node: object = parent
            for _ in range(_DEEPEST):
                if not isinstance(node, pikepdf.Dictionary):
                    break
                for name in _INHERITED:
                    if name in node and name not in found:
                        found[name] = b"%b %b " % (name.encode(), node[name].unparse())
                node = node.get("/Parent")
            self._inherited[first] = found
        return self._inherited[first]


def _key(found: pikepdf.Object) -> bytes:
    return b"%d %d" % found.objgen


def _text_of(found: object) -> bytes:
    """Return an object as it is written: numbers and the like are no objects of the library."""
    if isinstance(found, pikepdf.Object):
        return found.unparse(resolved=True)
    return pikepdf.Array([found]).unparse().strip(b"[] ")


def _checked(text: bytes) -> bytes:
    if any(each in text for each in _ELSEWHERE):
        raise NotPlain
    return text


def _split(text: bytes) -> list[bytes]:
    """Cut *text* at its references: texts stand at even positions, references at odd ones."""
    text = b" %b " % text
    if b"(" not in text:
        return _REFERENCE.split(text)
    parts, done = [], 0
    for match in _STRING_OR_REFERENCE.finditer(text):
        if match[1] is not None:
            parts += [text[done : match.start()], match[1]]
            done = match.end()
    return [*parts, text[done:]]
