"""Convert an Excel workbook (XLSX) to PDF: each sheet begins a page, and wide sheets are scaled to the paper.

Print areas, repeated title rows, merged cells, column widths, colors, borders and number formats are kept.
Values of formulas are those that were saved in the file; nothing is recalculated. Charts are left out.
"""

import html
import re
import zipfile
from typing import TYPE_CHECKING

from pydantic import Field

from flowforge_fonts import load_fonts
from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.office_files import OfficeFileTooLarge, check_office_file
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.sheets import Sheets, TooManyCells, open_workbook, write_sheet
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.core.office_examples import WORKBOOK
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, InvalidInput, Unsupported, operation

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_STYLE = (
    "body{font-family:'FlowForge Office Sans'}h2{font-size:12pt;margin:0 0 6pt}section{break-before:page}"
    "section:first-child{break-before:auto}table.sheet{border-collapse:collapse;table-layout:fixed;"
    "margin:0 0 12pt}thead{display:table-header-group}tr{break-inside:avoid}"
    "td{padding:1pt 2pt;vertical-align:bottom;overflow-wrap:break-word;line-height:1.2}"
    ".grid td{border:0.4pt solid #ccc}"
)
_UNCALCULATED = re.compile(rb"<f[ >/](?:(?!</c>).)*?(?:</f>|/>)\s*(?:<v\s*/>|<v></v>|</c>)", re.DOTALL)


class NotXlsx(Unsupported):
    code = "NOT_AN_XLSX"
    message = "'file' is not an Excel workbook (XLSX). Save older .xls files as .xlsx first."


class XlsxUnreadable(InvalidInput):
    code = "XLSX_UNREADABLE"
    message = "'file' is an Excel workbook that cannot be read: it is damaged or encrypted."


class UnknownSheet(InvalidInput):
    code = "XLSX_SHEET_UNKNOWN"
    message = "'sheets' has '{sheet}', which is not a sheet of the workbook. Its sheets are: {names}."


class NothingToPrint(InvalidInput):
    code = "XLSX_EMPTY"
    message = "'file' has no cells with content in the sheets to print."


class SheetTooLarge(InvalidInput):
    code = "XLSX_TOO_LARGE"
    message = "'file' has more than 200,000 cells to print. Select 'sheets', or set a print area."


class FromXlsxForm(PageSetup):
    file: FileInput = Field(description="The XLSX file.")
    sheets: list[str] = Field(
        [], max_length=100, description="Names of the sheets to print; by default all that are visible."
    )
    gridlines: bool = Field(default=True, description="Draw thin lines between all cells.")
    sheet_names: bool = Field(default=False, description="Write the name of each sheet above it.")


@operation(
    "/from-xlsx",
    errors=(
        *MAKING,
        NotXlsx,
        XlsxUnreadable,
        UnknownSheet,
        NothingToPrint,
        SheetTooLarge,
        OfficeFileTooLarge,
    ),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": WORKBOOK},
)
def convert_from_xlsx(form: FromXlsxForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    check_office_file(form.file.path, "xl/workbook.xml", NotXlsx)
    sheets = Sheets()
    try:
        chosen = _chosen(open_workbook(form.file.content), form)
        form = form.model_copy(update={"paper": _turned(form.paper, chosen)})
        room = form.paper[0] - form.margin_left - form.margin_right
        sections = [_section(sheet, sheets, room, form) for sheet in chosen]
    except TooManyCells as error:
        raise SheetTooLarge from error
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise XlsxUnreadable from error
    if not any(sections):
        raise NothingToPrint
    load_fonts().check("".join(sheets.texts))
    name = named(form.file.name)[: -len(".pdf")]
    body = f"<style>{_STYLE}</style>{''.join(sections)}"
    made = make(body, form, settings.limits, name, files=sheets.pictures)
    if made.report:
        made.report.warnings.extend(_warnings(form.file, sheets))
    return made


def _chosen(workbook: "Workbook", form: FromXlsxForm) -> list["Worksheet"]:
    names = [sheet.title for sheet in workbook.worksheets]
    for wanted in form.sheets:
        if wanted not in names:
            raise UnknownSheet(sheet=wanted[:80], names=", ".join(names)[:300])
    if form.sheets:
        return [workbook[name] for name in form.sheets]
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _turned(paper: tuple[float, float], chosen: list["Worksheet"]) -> tuple[float, float]:
    """Return the paper in landscape format if all sheets are set up so."""
    landscape = all(sheet.page_setup.orientation == "landscape" for sheet in chosen)
    return (max(paper), min(paper)) if landscape and chosen else paper


def _section(sheet: "Worksheet", sheets: Sheets, room: float, form: FromXlsxForm) -> str:
    before = len(sheets.html)
    write_sheet(sheet, sheets, room, gridlines=form.gridlines)
    written = "".join(sheets.html[before:])
    if not written:
        return ""
    heading = f"<h2>{html.escape(sheet.title)}</h2>" if form.sheet_names else ""
    return f"<section>{heading}{written}</section>"


def _warnings(file: FileInput, sheets: Sheets) -> list[str]:
    with zipfile.ZipFile(file.path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        open_formulas = sum(len(_UNCALCULATED.findall(archive.read(name))) for name in parts)
    found = (
        (sheets.charts, f"{sheets.charts} charts are left out."),
        (
            open_formulas,
            f"{open_formulas} formulas have no saved value and are left empty: open and save the file once.",
        ),
        (len(sheets.empty), f"These sheets are empty: {', '.join(sheets.empty)[:300]}."),
    )
    return [text for count, text in found if count]
