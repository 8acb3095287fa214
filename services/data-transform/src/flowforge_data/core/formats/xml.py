"""XML as a document: attributes under `@name`, text under `#text`, repeated elements as lists."""

import re
from pathlib import Path
from typing import Any, Final

from lxml import etree

from flowforge_data.core.faults import NestedTooDeep
from flowforge_data.core.formats.columns.rows import as_text, rows_of
from flowforge_data.core.formats.port import Document, Format, Frames, Notes, ReadOptions, WriteOptions
from flowforge_data.core.text.characters import FORBIDDEN_IN_XML
from flowforge_tables import UnreadableContent

DEPTH: Final = 200
_NAME: Final = re.compile(r"[^\w.-]")


def parser() -> etree.XMLParser:
    """A parser that expands no entity, loads no document type and reaches no network."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(content: bytes) -> Any:
    """Return the root element. Raises UnreadableContent with line and column."""
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise NestedTooDeep(limit=256) from error
        row, column = error.position
        raise UnreadableContent(
            format="XML", reason=f"it is not well-formed at line {row}, column {column}"
        ) from error
    if next(root.iter(etree.Entity), None) is not None:
        raise UnreadableContent(format="XML", reason="it uses entities of its own, which are not expanded")
    return root


def read(path: Path, options: ReadOptions, notes: Notes) -> Document:  # noqa: ARG001 - as every reader
    root = parse(path.read_bytes())
    notes.details["encoding"] = (root.getroottree().docinfo.encoding or "utf-8").lower()
    return Document({_tag(root): _value(root, 0)})


def _tag(element: Any) -> str:
    name = etree.QName(element)
    prefix = element.prefix
    return f"{prefix}:{name.localname}" if prefix else name.localname


def _value(element: Any, depth: int) -> Any:
    if depth > DEPTH:
        raise NestedTooDeep(limit=DEPTH)
    found: dict[str, Any] = {f"@{_attribute(name, element)}": text for name, text in element.attrib.items()}
    found |= _declarations(element)
    for child in element:
        _add(found, _tag(child), _value(child, depth + 1))
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    if len(element):
        text = text.strip()
    if not found:
        return text or None
    return {**found, "#text": text} if text else found


def _declarations(element: Any) -> dict[str, Any]:
    """Return the namespaces that the element declares and its parent does not."""
    parent = element.getparent()
    known = {} if parent is None else parent.nsmap
    declared = {prefix: address for prefix, address in element.nsmap.items() if known.get(prefix) != address}
    return {f"@xmlns:{prefix}" if prefix else "@xmlns": address for prefix, address in declared.items()}


def _attribute(name: str, element: Any) -> str:
    qualified = etree.QName(name)
    prefixes = {address: prefix for prefix, address in element.nsmap.items() if prefix}
    if qualified.namespace == "http://www.w3.org/XML/1998/namespace":
        return f"xml:{qualified.localname}"
    prefix = prefixes.get(qualified.namespace)
    return f"{prefix}:{qualified.localname}" if prefix else qualified.localname


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def write_document(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:
    if isinstance(value, dict) and len(value) == 1 and not isinstance(next(iter(value.values())), list):
        name, inner = next(iter(value.items()))
    else:
        name, inner = options.root, value if isinstance(value, dict) else {options.row: value}
    root = etree.Element(_name(name, notes))
    _fill(root, inner, options, notes)
    _write(root, path, options)


def _fill(element: Any, value: Any, options: WriteOptions, notes: Notes) -> None:
    if isinstance(value, dict):
        for key, one in value.items():
            _fill_key(element, key, one, options, notes)
    elif isinstance(value, list):
        for one in value:
            _fill(etree.SubElement(element, options.row), one, options, notes)
    elif value is not None:
        element.text = _text(value, notes)


def _fill_key(element: Any, key: str, value: Any, options: WriteOptions, notes: Notes) -> None:
    if key.startswith("@xmlns"):
        notes.warn("declarations of XML namespaces were left out")
    elif key.startswith("@"):
        element.set(_name(key[1:], notes), _text(value, notes))
    elif key == "#text":
        element.text = _text(value, notes)
    else:
        for item in value if isinstance(value, list) else [value]:
            _fill(etree.SubElement(element, _name(key, notes)), item, options, notes)


def _name(text: str, notes: Notes) -> str:
    """XML names begin with a letter and have no blanks: other characters become underscores."""
    name = _NAME.sub("_", text.replace(":", "_"))
    if not name or not (name[0].isalpha() or name[0] == "_"):
        name = f"_{name}"
    if name != text:
        notes.warn(f"XML allows no such name: '{text}' is '{name}'")
    return name


def _text(value: Any, notes: Notes) -> str:
    text = as_text(value)
    if FORBIDDEN_IN_XML.search(text):
        notes.warn("characters that XML does not allow were left out")
        return FORBIDDEN_IN_XML.sub("", text)
    return text


def write_table(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    root = etree.Element(_name(options.root, notes))
    for row in rows_of(frames):
        element = etree.SubElement(root, _name(options.row, notes))
        for name, cell in row.items():
            child = etree.SubElement(element, _name(name, notes))
            if cell is not None:
                child.text = _text(cell, notes)
    _write(root, path, options)


def _write(root: Any, path: Path, options: WriteOptions) -> None:
    encoding = "utf-8" if options.encoding == "utf-8-sig" else options.encoding
    content = etree.tostring(root, xml_declaration=True, encoding=encoding, pretty_print=bool(options.indent))
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


XML: Final = Format(
    "xml", "XML", "application/xml", "xml", read=read, write_table=write_table, write_document=write_document
)
