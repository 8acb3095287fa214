"""Turn documents into Markdown. Runs in the child process alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Pages = list[tuple[int | None, str]]  # number of the page where there are pages, and its Markdown
Reader = Callable[[Path], tuple[Pages, list[str]]]


def read_text(path: Path) -> tuple[Pages, list[str]]:
    """Read plain text or Markdown."""
    return _decoded(path.read_bytes())


def _decoded(content: bytes) -> tuple[Pages, list[str]]:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return [(None, content.decode(encoding))], []
        except UnicodeDecodeError:
            continue
    return [(None, content.decode("cp1252", "replace"))], ["encoding_guessed"]


def read_html(path: Path) -> tuple[Pages, list[str]]:
    """Read HTML without scripts, styles and metadata."""
    import html_to_markdown as converter  # noqa: PLC0415 - one library for each format

    pages, warnings = _decoded(path.read_bytes())
    return [(None, _markdown(converter, pages[0][1]))], warnings


def _markdown(converter: Any, html: str) -> str:
    options = converter.ConversionOptions(extract_metadata=False)
    return str(converter.convert(html, options).content)


def read_docx(path: Path) -> tuple[Pages, list[str]]:
    """Read a Word document; its styles tell headings."""
    import html_to_markdown as converter  # noqa: PLC0415 - one library for each format
    import mammoth  # type: ignore[import-untyped] # noqa: PLC0415 - likewise; has no types

    ignored = mammoth.images.img_element(lambda _: {"src": ""})
    with path.open("rb") as stream:
        found = mammoth.convert_to_html(
            stream, style_map="p[style-name='Title'] => h1:fresh", convert_image=ignored
        )
    warnings = ["parts_left_out"] if any(one.type == "error" for one in found.messages) else []
    return [(None, _markdown(converter, found.value))], warnings


def read_pdf(path: Path) -> tuple[Pages, list[str]]:
    """Read the text layer of a PDF, page by page."""
    import pdf_oxide  # noqa: PLC0415 - one library for each format

    document = pdf_oxide.PdfDocument(str(path))
    pages: Pages = []
    warnings: list[str] = []
    for number in range(document.page_count()):
        try:
            pages.append((number + 1, document.to_markdown(number)))
        except (RuntimeError, ValueError, OSError):
            warnings.append(f"page_unreadable:{number + 1}")
    return pages, warnings


READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "docx": read_docx,
    "pdf": read_pdf,
}
