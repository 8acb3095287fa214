"""Draw with every engine in a process that cannot open the machine's fonts; print what was drawn as JSON."""

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pikepdf
from pdf_samples import form_document, numbered_pages, table_document, texts_of
from web_documents import finished

from flowforge_pdf.core.documents import PdfReport
from flowforge_pdf.core.making.page_setup import MadeReport
from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.engines.weasyprint import is_installed
from flowforge_pdf.operations.bates import BatesForm, number_for_court
from flowforge_pdf.operations.fill_form import FillFormForm, fill_form
from flowforge_pdf.operations.from_docx import FromDocxForm, convert_from_docx
from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.from_markdown import FromMarkdownForm, make_from_markdown
from flowforge_pdf.operations.from_table import FromTableForm, make_from_table
from flowforge_pdf.operations.from_template import FromTemplateForm, make_from_template
from flowforge_pdf.operations.from_text import FromTextForm, make_from_text
from flowforge_pdf.operations.page_numbers import PageNumbersForm, number_pages
from flowforge_pdf.operations.stamp import StampForm, stamp_pages
from flowforge_pdf.operations.to_docx import ToDocxForm, convert_to_docx
from flowforge_pdf.operations.watermark import WatermarkForm, watermark_pages
from flowforge_pdf.settings import PdfSettings
from servicekit import FileInput, FileOutput
from servicekit.execution.sandbox.confinement import confine
from servicekit.execution.sandbox.landlock import LIST, RUN, WORK, Allowed, confine_files

TEXT = "Größe 日本語 한국어 नमन 😀"
MARKDOWN = f"# {TEXT}\n\n`{TEXT}`"
_HIDDEN = tuple(
    Path(path)
    for path in (
        "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/usr/share/texmf",
        "/etc/fonts", "/var/cache/fontconfig", "/nix/store",
    )
)  # fmt: skip
Draw = Callable[[PdfSettings, Path], FileOutput[Any]]


def main() -> None:
    work = Path(tempfile.mkdtemp(dir=sys.argv[1]))
    os.environ.update(HOME=str(work), XDG_CACHE_HOME=str(work), FONTCONFIG_FILE="/nonexistent/fonts.conf")
    confine(os.getppid())
    confine_files([Allowed(work, WORK), Allowed(Path("/dev"), WORK), *_all_but(Path("/"))])
    drawn = {}
    for name, draw in _drawings().items():
        call = Path(tempfile.mkdtemp(dir=work))
        tempfile.tempdir = str(call)
        content = draw(PdfSettings(), call).data
        assert isinstance(content, bytes)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            drawn[name] = [" ".join(texts_of(content)), [font.name for font in fonts_of(pdf)]]
        tempfile.tempdir = None
        for left in sorted(call.rglob("*"), reverse=True):  # a worker's files go with each call
            left.rmdir() if left.is_dir() else left.unlink()
    print(json.dumps(drawn))  # noqa: T201 - read by the test


def _all_but(folder: Path) -> Iterator[Allowed]:
    """Allow everything beneath *folder* but what is hidden."""
    yield Allowed(folder, LIST)
    for entry in folder.iterdir():
        if entry in _HIDDEN:
            continue
        if any(hidden.is_relative_to(entry) for hidden in _HIDDEN) and not entry.is_symlink():
            yield from _all_but(entry)
        else:
            yield Allowed(entry, RUN)


def _file(folder: Path, content: bytes) -> FileInput:
    path = folder / "input"
    path.write_bytes(content)
    return FileInput(path, len(content), "0" * 64, "application/pdf", "input.pdf")


def _page(folder: Path) -> FileInput:
    return _file(folder, numbered_pages(1))


def _docx(settings: PdfSettings, folder: Path) -> FileOutput[PdfReport]:
    made = convert_to_docx(ToDocxForm(file=_file(folder, table_document(2))), settings).data
    assert isinstance(made, bytes)
    return convert_from_docx(FromDocxForm(file=_file(folder, made)), settings)


def _engines() -> list[Literal["plutoprint", "weasyprint"]]:
    return ["plutoprint", "weasyprint"] if is_installed() else ["plutoprint"]


def _html(
    engine: Literal["plutoprint", "weasyprint"], settings: PdfSettings, _: Path
) -> FileOutput[MadeReport]:
    html = f"<p style=\"font-family:'DejaVu Serif',Arial\">{TEXT}</p><code>{TEXT}</code>"
    return finished(make_from_html, FromHtmlForm(html=html, engine=engine), settings)


def _drawings() -> dict[str, Draw]:
    values = {"name": TEXT}
    return {
        **{f"html {engine}": partial(_html, engine) for engine in _engines()},
        "docx": _docx,
        "docx again": _docx,
        "markdown": lambda s, _: finished(make_from_markdown, FromMarkdownForm(markdown=MARKDOWN), s),
        "text": lambda s, _: make_from_text(FromTextForm(text=TEXT), s),
        "table": lambda s, _: make_from_table(FromTableForm(rows=[["a"], [TEXT]]), s),
        "template": lambda s, _: finished(make_from_template, FromTemplateForm(template=TEXT), s),
        "watermark": lambda s, f: watermark_pages(WatermarkForm(file=_page(f), text=TEXT, size=9), s),
        "stamp": lambda s, f: stamp_pages(StampForm(file=_page(f), text=TEXT, size=9), s),
        "page numbers": lambda s, f: number_pages(PageNumbersForm(file=_page(f), text=f"{TEXT} {{page}}"), s),
        "bates": lambda s, f: number_for_court(BatesForm(file=_page(f), prefix="号"), s),
        "form": lambda s, f: fill_form(
            FillFormForm(file=_file(f, form_document()), values=values, flatten=True), s
        ),
    }  # fmt: skip


if __name__ == "__main__":
    main()
