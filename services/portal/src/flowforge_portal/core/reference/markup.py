"""HTML by small functions: what is text is escaped, what is Markup is not escaped again."""

from collections.abc import Iterable, Sequence
from html import escape

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("js-default", {"html": False})


class Markup(str):
    """HTML that is written already."""

    __slots__ = ()


def el(tag: str, *content: str, **attributes: str) -> Markup:
    """Return an element. A trailing underscore of an attribute's name is dropped: `class_`."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()
    )
    return Markup(f"<{tag}{written}>{joined(content)}</{tag}>")


def joined(content: Iterable[str]) -> Markup:
    """Return *content* as one piece of HTML."""
    return Markup("".join(one if isinstance(one, Markup) else escape(one) for one in content))


def link(address: str, text: str) -> Markup:
    return el("a", text, href=address, class_="link")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table that scrolls sideways where it is too wide."""
    head = el("thead", el("tr", *(el("th", cell, scope="col") for cell in header)))
    body = el("tbody", *(el("tr", *(el("td", cell) for cell in row)) for row in rows))
    return el("div", el("table", head, body), class_="wide", tabindex="0")


def facts(pairs: Iterable[Sequence[str]]) -> Markup:
    """Return names and values that belong together."""
    return el(
        "dl", *(el("div", el("dt", name), el("dd", value)) for name, value in pairs), class_="facts-list"
    )


def prose(text: str) -> Markup:
    """Return Markdown as HTML; HTML within it is shown, not used."""
    return Markup(_MARKDOWN.render(text))
