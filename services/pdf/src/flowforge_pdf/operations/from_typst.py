"""Make a PDF from a Typst document and JSON data: reports, letters and long tables, precisely typeset.

`#let data = json("data.json")` reads the data; pictures and other files are sent as `resources` and found by
their names. Packages are not downloaded.
"""

import re
from pathlib import PurePath
from typing import Any, Literal

import pypdfium2  # type: ignore[import-untyped] # it ships none
from pydantic import Field

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfReport
from flowforge_pdf.engines.typst import TYPST_RUN, Standard, TypstFailed, compile_typst
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from servicekit import Cache, Context, FileInput, FileOutput, InvalidInput, RequestForm, operation

_STANDARDS: dict[str, Standard | None] = {"pdf": None, "pdfa-2b": "a-2b", "pdfa-3b": "a-3b"}


class TypstUndrawable(InvalidInput):
    code = "TYPST_FAILED"
    message = "'source' cannot be compiled: {reason}."


class FromTypstForm(RequestForm):
    source: str = Field(min_length=1, max_length=1_000_000, description="The document in Typst's language.")
    data: dict[str, Any] = Field({}, description='The values that json("data.json") returns.')
    resources: list[FileInput] = Field([], max_length=100, description="Files, found by their names.")
    standard: Literal["pdf", "pdfa-2b", "pdfa-3b"] = Field(
        "pdf", description="Standard that the PDF follows."
    )


@operation(
    "/from-typst",
    errors=[TypstUndrawable, TooManyPages, FontLacksCharacters],
    run=TYPST_RUN,
    cache=Cache(hours=24),
    example={"source": '#let data = json("data.json")\n= Dear #data.name', "data": {"name": "Ada"}},
)
def make_from_typst(form: FromTypstForm, settings: PdfSettings, context: Context) -> FileOutput[PdfReport]:
    load_fonts().check(form.source + _texts(form.data))
    folder = context.workspace / "typst"
    folder.mkdir()
    for file in form.resources:
        name = PurePath(file.name or "file").name
        (folder / name).write_bytes(file.content)
    try:
        content = compile_typst(folder, form.source, form.data, _STANDARDS[form.standard])
    except TypstFailed as error:
        reason = re.sub(r"\s+", " ", str(error).replace(str(folder), "")).rstrip(". ")
        raise TypstUndrawable(reason=reason[:500]) from error
    document = pypdfium2.PdfDocument(content)
    pages = len(document)
    document.close()
    settings.limits.check_pages(pages)
    report = PdfReport(pages=pages, bytes=len(content), warnings=[])
    return FileOutput(content, MEDIA_TYPE, "document.pdf", report)


def _texts(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(_texts(each) for each in value.values())
    if isinstance(value, list):
        return "".join(_texts(each) for each in value)
    return value if isinstance(value, str) else ""
