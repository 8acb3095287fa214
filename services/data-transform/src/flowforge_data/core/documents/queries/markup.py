"""XPath and CSS selectors over XML and HTML."""

import re
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from flowforge_data.core.documents.queries.forms import (
    InvalidNamespaces,
    InvalidQuery,
    QueryFailed,
    UndefinedPrefix,
)
from flowforge_data.core.formats.xml import parse
from flowforge_tables import UnreadableContent

_PREFIX: Final = re.compile(r"[^\W\d][\w.-]*")
_ADDRESS: Final = re.compile(r"[^\x00-\x1f\ud800-\udfff\ufffe\uffff]+")


def tree_of(content: bytes, kind: str) -> Any:
    """Return the root element. *kind* is xml, html, or auto, which looks at the beginning."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if kind == "xml" or (kind == "auto" and start.startswith(b"<?xml")):
        return parse(content)
    if kind == "auto" and not any(
        mark in start for mark in (b"<!doctype html", b"<html", b"<body", b"<div", b"<p")
    ):
        try:
            return parse(content)
        except UnreadableContent:
            pass
    try:
        return lxml_html.document_fromstring(content or b" ")
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableContent(format="HTML", reason="it holds no markup") from error


def xpath(root: Any, query: str, namespaces: dict[str, str]) -> list[Any]:
    """Evaluate an XPath 1.0 expression without extension functions."""
    _check_namespaces(namespaces)
    try:
        compiled = etree.XPath(query, namespaces=namespaces, regexp=False)
    except (etree.XPathSyntaxError, ValueError, TypeError) as error:  # no XML name or text
        raise InvalidQuery(language="XPath", reason=str(error).rstrip(".").lower()) from error
    try:
        found = compiled(root)
    except etree.XPathEvalError as error:
        if "namespace prefix" in str(error):
            raise UndefinedPrefix(known=", ".join(namespaces) or "none") from error
        raise QueryFailed(reason=str(error).rstrip(".").lower()) from error
    return found if isinstance(found, list) else [found]


def _check_namespaces(namespaces: dict[str, str]) -> None:
    """Raise InvalidNamespaces for prefixes and addresses that XML cannot have."""
    for prefix, address in namespaces.items():
        if not _PREFIX.fullmatch(prefix):
            raise InvalidNamespaces(reason=f'{prefix!r} is no prefix: it needs letters, such as "a"')
        if not address or not _ADDRESS.fullmatch(address):
            raise InvalidNamespaces(reason=f"the address of {prefix!r} is empty or has control characters")


def css(root: Any, query: str) -> list[Any]:
    """Evaluate a CSS selector."""
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415 - only selectors need it

    try:
        path = HTMLTranslator().css_to_xpath(query)
    except SelectorError as error:
        raise InvalidQuery(language="CSS", reason=str(error).rstrip(".").lower()) from error
    return xpath(root, path, {})


def value_of(found: Any, output: str, attribute: str | None) -> Any:
    """Return an element as text, markup or an attribute; what is no element as it is."""
    if not isinstance(found, etree._Element):  # noqa: SLF001 - the type has no public name
        return str(found) if isinstance(found, str) else found
    if attribute is not None:
        return found.get(attribute)
    if output == "markup":
        return etree.tostring(found, encoding="unicode", with_tail=False)
    return " ".join("".join(str(text) for text in found.itertext()).split())
