"""Change XMP packets (ISO 16684-1): remove properties, or write the few that tell of rights."""

from collections.abc import Callable, Sequence
from xml.dom import minidom
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

# Is given the namespace, the local name and the text of a property, and tells whether it is removed.
Removes = Callable[[str, str, str], bool]
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_STRUCTURAL = (
    _RDF,
    "adobe:ns:meta/",
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/XML/1998/namespace",
)
_DC, _XMP_RIGHTS = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/rights/"
_RIGHTS_NAMESPACES = (_XMP_RIGHTS, "http://creativecommons.org/ns#", "http://ns.useplus.org/ldf/xmp/1.0/")
# Namespaces that hold pictures, or point to pictures behind the end of the file.
_PICTURE_NAMESPACES = (
    "http://ns.google.com/photos/",
    "http://ns.adobe.com/hdr-gain-map/",
    "http://ns.apple.com/",
    "http://ns.adobe.com/xap/1.0/g/img/",
    "http://ns.adobe.com/xmp/note/",
)
_PANORAMA = "http://ns.google.com/photos/1.0/panorama/"
_PICTURE_NAMES = frozenset(("Thumbnails", "Pantry"))
_PICTURE_TEXTS = ("/9j/", "iVBORw0KGgo", "UklGR", "R0lGOD")  # base64 of JPEG, PNG, WebP and GIF
_LONGEST_TEXT = 16_384
_PLACE_NAMES = frozenset(("latitude", "longitude", "altitude", "absolutealtitude", "relativealtitude"))
_DEEPEST, _LONGEST_PACKET = 50, 1 << 20


def holds_picture(namespace: str, name: str, text: str) -> bool:
    """Match properties with a preview, or about another picture in the file."""
    if name in _PICTURE_NAMES or (namespace.startswith(_PICTURE_NAMESPACES) and namespace != _PANORAMA):
        return True
    return len(text) > _LONGEST_TEXT or text.lstrip().startswith(_PICTURE_TEXTS)


def holds_place(namespace: str, name: str, text: str) -> bool:  # noqa: ARG001 - the signature of Removes
    """Match properties with a position, such as exif:GPSLatitude or drone-dji:GpsLongitude."""
    return name.lower().startswith("gps") or name.lower() in _PLACE_NAMES


def holds_no_rights(namespace: str, name: str, text: str) -> bool:  # noqa: ARG001 - the signature of Removes
    """Match everything but the creator, the rights and the license."""
    return not (namespace in _RIGHTS_NAMESPACES or (namespace == _DC and name in ("creator", "rights")))


def filter_xmp(packet: bytes, removes: Removes) -> bytes | None:
    """Return the packet without the properties that *removes* names; None if nothing is left of it.

    A packet that is damaged, longer than 1 MiB or that declares a document type is dropped as a whole.
    """
    if len(packet) > _LONGEST_PACKET or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return None
    try:
        document = minidom.parseString(packet.strip(b"\0 \r\n\t"))  # noqa: S318 - no entities: see above
    except (ExpatError, ValueError):
        return None
    root = document.documentElement
    if root is None:
        return None
    _filter(root, removes, 0)
    return _wrapped(root.toxml()) if _has_property(root) else None


def _filter(element: minidom.Element, removes: Removes, depth: int) -> None:
    for attribute in list((element.attributes or {}).values()):
        namespace = attribute.namespaceURI or ""
        if namespace not in _STRUCTURAL and removes(namespace, attribute.localName, attribute.value):
            element.removeAttributeNode(attribute)
    for child in list(element.childNodes):
        if child.nodeType != child.ELEMENT_NODE:
            continue
        namespace = child.namespaceURI or ""
        property_ = namespace not in _STRUCTURAL
        if depth > _DEEPEST or (property_ and removes(namespace, child.localName, _text(child))):
            element.removeChild(child)
        else:
            _filter(child, removes, depth + 1)


def _text(element: minidom.Element) -> str:
    return "".join(node.data for node in element.childNodes if node.nodeType == node.TEXT_NODE)


def _has_property(element: minidom.Element) -> bool:
    nodes = [*(element.attributes or {}).values(), *element.childNodes]
    named = [node for node in nodes if node.nodeType in (node.ATTRIBUTE_NODE, node.ELEMENT_NODE)]
    if any((node.namespaceURI or "") not in _STRUCTURAL for node in named):
        return True
    return any(_has_property(node) for node in named if node.nodeType == node.ELEMENT_NODE)


def rights_packet(creators: Sequence[str], rights: str) -> bytes:
    """Return a packet with dc:creator and dc:rights."""
    items = "".join(f"<rdf:li>{escape(creator)}</rdf:li>" for creator in creators)
    named = f"<dc:creator><rdf:Seq>{items}</rdf:Seq></dc:creator>" if items else ""
    text = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(rights)}</rdf:li></rdf:Alt>'
    claimed = f"<dc:rights>{text}</dc:rights>" if rights else ""
    return _wrapped(
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" '
        f'xmlns:dc="{_DC}">{named}{claimed}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )


def _wrapped(xml: str) -> bytes:
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{begin}{xml}<?xpacket end="w"?>'.encode("utf-8", "replace")
