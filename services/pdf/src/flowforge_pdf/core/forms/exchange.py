"""Values of form fields as files: FDF, XFDF and JSON."""

import io
import json
import re
from typing import Any, Literal

import pikepdf
from lxml import etree

from flowforge_pdf.core.document_information import text_of
from flowforge_pdf.core.forms.fields import FormField

Format = Literal["json", "fdf", "xfdf"]
MEDIA_TYPES = {
    "json": "application/json", "fdf": "application/vnd.fdf", "xfdf": "application/vnd.adobe.xfdf",
}  # fmt: skip
_XFDF = "http://ns.adobe.com/xfdf/"
_NAMESPACES: Any = {None: _XFDF}
_OBJECTS = re.compile(rb"(\d{1,9})\s+\d+\s+obj")
_DEEPEST = 32


class UnreadableData(Exception):
    """The file has no values of form fields; the argument is the reason."""


def write_data(fields: list[FormField], kind: Format) -> bytes:
    """Return the values of *fields*; buttons and signatures have none."""
    values = {field.name: field.value for field in fields if field.type not in ("button", "signature")}
    if kind == "json":
        return json.dumps(values, ensure_ascii=False, indent=2).encode()
    return _xfdf(values) if kind == "xfdf" else _fdf(fields, values)


def read_data(content: bytes) -> dict[str, Any]:
    """Return values by the full names of fields. Raises UnreadableData."""
    beginning = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"%FDF"):
        return _read_fdf(beginning)
    if beginning.startswith(b"<"):
        return _read_xfdf(beginning)
    try:
        values = json.loads(content)
    except ValueError as error:
        raise UnreadableData("it is not FDF, XFDF or JSON") from error
    if not isinstance(values, dict):
        raise UnreadableData("its JSON is not an object with names and values")
    return values


def _xfdf(values: dict[str, str | list[str] | None]) -> bytes:
    root = etree.Element(f"{{{_XFDF}}}xfdf", nsmap=_NAMESPACES)
    fields = etree.SubElement(root, f"{{{_XFDF}}}fields")
    for name, value in values.items():
        node = fields
        for part in name.split("."):
            found = next((each for each in node if each.get("name") == part), None)
            node = found if found is not None else etree.SubElement(node, f"{{{_XFDF}}}field", name=part)
        for each in value if isinstance(value, list) else [value or ""]:
            etree.SubElement(node, f"{{{_XFDF}}}value").text = each
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _fdf(fields: list[FormField], values: dict[str, str | list[str] | None]) -> bytes:
    switches = {field.name for field in fields if field.type in ("checkbox", "radio")}
    entries = []
    for name, value in values.items():
        written: pikepdf.Object | pikepdf.Array
        if isinstance(value, list):
            written = pikepdf.Array([pikepdf.String(each) for each in value])
        elif name in switches:
            written = pikepdf.Name(f"/{value or 'Off'}")
        else:
            written = pikepdf.String(value or "")
        entries.append(pikepdf.Dictionary(T=pikepdf.String(name), V=written).unparse())
    body = b"<< /FDF << /Fields [\n" + b"\n".join(entries) + b"\n] >> >>"
    return b"%FDF-1.2\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + body + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def _read_fdf(content: bytes) -> dict[str, Any]:
    values: dict[str, Any] = {}
    try:
        # The format is that of PDF but for its first line, and has no table of objects.
        with pikepdf.open(io.BytesIO(_as_pdf(content))) as file:
            found = file.Root.FDF.get("/Fields", pikepdf.Array())
            _collect(found, "", values, 0)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableData("its FDF is damaged") from error
    return values


def _as_pdf(content: bytes) -> bytes:
    """Add what a PDF must have besides: a page."""
    free = 1 + max((int(found) for found in _OBJECTS.findall(content)), default=0)
    pages = (
        f"%PDF-1.7\n{free} 0 obj\n<< /Type /Pages /Kids [{free + 1} 0 R] /Count 1 >>\nendobj\n"
        f"{free + 1} 0 obj\n<< /Type /Page /Parent {free} 0 R /MediaBox [0 0 1 1] >>\nendobj\n"
    ).encode()
    rest = content.partition(b"\n")[2]
    return pages + rest.replace(b"/FDF", f"/Type /Catalog /Pages {free} 0 R /FDF".encode(), 1)


def _collect(fields: object, above: str, values: dict[str, Any], depth: int) -> None:
    if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
        return
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        own = text_of(field.get("/T")) or ""
        name = f"{above}.{own}" if above and own else above or own
        if "/V" in field:
            value = field["/V"]
            values[name] = (
                [text_of(each) for each in value] if isinstance(value, pikepdf.Array) else text_of(value)
            )
        _collect(field.get("/Kids"), name, values, depth + 1)


def _read_xfdf(content: bytes) -> dict[str, Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableData("its XML is not well-formed") from error
    values: dict[str, Any] = {}
    for field in root.iter(f"{{{_XFDF}}}field"):
        written = [each.text or "" for each in field.findall(f"{{{_XFDF}}}value")]
        if written:
            above = [each.get("name", "") for each in field.iterancestors(f"{{{_XFDF}}}field")]
            name = ".".join([*reversed(above), field.get("name", "")])
            values[name] = written if len(written) > 1 else written[0]
    if not values and not root.tag.endswith("xfdf"):
        raise UnreadableData("it is XML, but not XFDF")
    return values
