"""HTML and Markdown."""

from html_to_markdown import convert
from lxml import html as lxml_html
from markdown_it import MarkdownIt

_BLOCKS = (
    *(
        "p",
        "div",
        "li",
        "tr",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "table",
        "ul",
        "ol",
    ),
    *(f"h{level}" for level in range(1, 7)),
)


def markdown_of(text: str) -> str:
    """Return Markdown with headings, lists, links and tables."""
    return str(convert(text).content or "").strip()


def text_of(text: str) -> str:
    """Return the text of HTML, a line for each block."""
    if not text.strip():
        return ""
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for one in root.xpath(".//script|.//style|.//template"):
        one.drop_tree()
    for one in root.xpath(".//br"):
        one.tail = "\n" + (one.tail or "")
    for one in root.iter(*_BLOCKS):
        one.tail = "\n" + (one.tail or "")
        one.text = "\n" + (one.text or "") if one.getprevious() is not None else one.text
    lines = (" ".join(line.split()) for line in str(root.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def html_of(text: str, *, line_breaks: bool) -> str:
    """Return HTML in which nothing of the text is markup but Markdown's own."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": line_breaks}).enable(
        ["table", "strikethrough"]
    )
    return str(parser.render(text))
