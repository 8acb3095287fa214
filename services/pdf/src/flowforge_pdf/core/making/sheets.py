"""Sheets of a workbook as HTML tables: print areas, merged cells, widths, colors and formats of numbers."""

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import NoneType
from typing import TYPE_CHECKING, Any

from flowforge_fonts import substitute
from flowforge_pdf.core.making.number_formats import shown

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS = 200_000
_USUAL = "Calibri"  # the font of workbooks that name none
_LETTER = 5.6  # points of a character of the default font
_DIGIT = 6.4
_DEFAULT_WIDTH = 8.43
_LEAST_SIZE = 4.0
_SIDES = ("top", "right", "bottom", "left")


class TooManyCells(Exception):
    """The printed part of a sheet has more cells than allowed."""


@dataclass(slots=True)
class Sheets:
    """The HTML of sheets; `texts` are what has to be drawable, `left_out` what was not drawn."""

    html: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    charts: int = 0
    cells: int = 0
    empty: list[str] = field(default_factory=list)


def open_workbook(content: bytes) -> "Workbook":
    import openpyxl  # noqa: PLC0415 - few calls need it

    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def write_sheet(sheet: "Worksheet", sheets: Sheets, room: float, *, gridlines: bool) -> None:
    """Add *sheet*, scaled down to *room* points of width. Raises TooManyCells."""
    sheets.charts += len(getattr(sheet, "_charts", ()))
    areas = list(_areas(sheet))
    if not areas:
        sheets.empty.append(sheet.title)
        return
    for first_column, first_row, last_column, last_row in areas:
        sheets.cells += (last_column - first_column + 1) * (last_row - first_row + 1)
        if sheets.cells > _MOST_CELLS:
            raise TooManyCells
        columns = [c for c in range(first_column, last_column + 1) if not _is_hidden(sheet, c)]
        rows = [r for r in range(first_row, last_row + 1) if not sheet.row_dimensions[r].hidden]
        sheets.html.append(_table(sheet, sheets, columns, rows, room, gridlines=gridlines))
    _add_pictures(sheet, sheets)


def _areas(sheet: "Worksheet") -> Iterator[tuple[int, int, int, int]]:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - few calls need it

    if sheet.print_area:
        for area in sheet.print_area.split(","):
            bounds = range_boundaries(area.rpartition("!")[2].replace("$", ""))
            yield tuple(
                each or limit
                for each, limit in zip(bounds, (1, 1, sheet.max_column, sheet.max_row), strict=True)
            )  # type: ignore[misc] # four
        return
    used = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    if used:
        columns, rows = [cell.column for cell in used], [cell.row for cell in used]
        yield min(columns), min(rows), max(columns), max(rows)


def _is_hidden(sheet: "Worksheet", column: int) -> bool:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - few calls need it

    return bool(sheet.column_dimensions[get_column_letter(column)].hidden)


def _width(sheet: "Worksheet", column: int) -> float:
    for dimension in sheet.column_dimensions.values():
        if dimension.width and (dimension.min or 0) <= column <= (dimension.max or 0):
            return float(dimension.width) * _LETTER + 4
    return float(sheet.sheet_format.defaultColWidth or _DEFAULT_WIDTH) * _LETTER + 4


def _needed(sheet: "Worksheet", column: int, rows: list[int]) -> float:
    """Return the width that the longest number or date of a column takes: it is never broken."""
    cells = (sheet.cell(row, column) for row in rows)
    texts = [
        shown(cell.value, cell.number_format) for cell in cells if not isinstance(cell.value, (str, NoneType))
    ]
    return max(map(len, texts), default=0) * _DIGIT + 6


def _table(
    sheet: "Worksheet", sheets: Sheets, columns: list[int], rows: list[int], room: float, *, gridlines: bool
) -> str:
    widths = [max(_width(sheet, column), _needed(sheet, column, rows)) for column in columns]
    scale = max(_LEAST_SIZE / 11, min(1.0, room / max(1.0, sum(widths))))
    covered, spans = _merged(sheet, set(columns), set(rows))
    lines = []
    heads = _repeated(sheet)
    for row in rows:
        cells = "".join(
            _cell(sheet.cell(row, column), spans.get((row, column), (1, 1)), sheets)
            for column in columns
            if (row, column) not in covered
        )
        lines.append((row in heads, f"<tr>{cells}</tr>"))
    head = "".join(line for repeated, line in lines if repeated)
    body = "".join(line for repeated, line in lines if not repeated)
    shares = "".join(f'<col style="width:{width * scale:.2f}pt">' for width in widths)
    kind = "sheet grid" if gridlines else "sheet"
    return (
        f'<table class="{kind}" style="font-size:{11 * scale:.2f}pt;width:{sum(widths) * scale:.2f}pt">'
        f"<colgroup>{shares}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"
    )


def _repeated(sheet: "Worksheet") -> set[int]:
    titles = sheet.print_title_rows
    if not titles:
        return set()
    first, _, last = titles.rpartition("!")[2].replace("$", "").partition(":")
    return set(range(int(first), int(last or first) + 1))


def _merged(
    sheet: "Worksheet", columns: set[int], rows: set[int]
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for merged in sheet.merged_cells.ranges:
        down = [row for row in range(merged.min_row, merged.max_row + 1) if row in rows]
        across = [column for column in range(merged.min_col, merged.max_col + 1) if column in columns]
        if down and across:
            covered |= {(row, column) for row in down for column in across}
            covered.discard((merged.min_row, merged.min_col))
            spans[merged.min_row, merged.min_col] = (len(down), len(across))
    return covered, spans


def _cell(cell: "Cell | MergedCell", span: tuple[int, int], sheets: Sheets) -> str:
    text = shown(cell.value, cell.number_format)
    sheets.texts.append(text)
    spans = "".join(
        f' {name}="{count}"' for name, count in zip(("rowspan", "colspan"), span, strict=True) if count > 1
    )
    written = html.escape(text).replace("\n", "<br>")
    return f'<td{spans} style="{_style(cell)}">{written}</td>'


def _style(cell: "Cell | MergedCell") -> str:
    if not cell.has_style:
        return "text-align:right;white-space:nowrap" if _is_number(cell.value) else ""
    font, fill, alignment = cell.font, cell.fill, cell.alignment
    background = _rgb(fill.fgColor) if fill.fill_type == "solid" else None
    horizontal = (
        alignment.horizontal if alignment.horizontal in ("left", "center", "right", "justify") else None
    )
    sides = ((side, getattr(cell.border, side)) for side in _SIDES)
    borders = "".join(
        f"border-{side}:{_line(edge)};" for side, edge in sides if edge is not None and edge.style
    )
    parts = (
        "" if isinstance(cell.value, str) else "white-space:nowrap",
        f"text-align:{horizontal or ('right' if _is_number(cell.value) else 'left')}",
        "font-weight:bold" if font.b else "",
        "font-style:italic" if font.i else "",
        "text-decoration:underline" if font.u else "",
        f"font-size:{font.sz / 11:.3f}em" if font.sz and font.sz != 11 else "",  # noqa: PLR2004 - the default
        f"font-family:'{substitute(font.name)}'" if font.name not in (None, _USUAL) else "",
        f"color:{color}" if (color := _rgb(font.color)) else "",
        f"background:{background}" if background else "",
        f"vertical-align:{ {'center': 'middle', 'top': 'top'}.get(alignment.vertical or '', 'bottom') }",
    )
    return ";".join(part for part in parts if part) + ";" + borders


def _line(edge: Any) -> str:
    width = {"medium": "1pt", "thick": "1.5pt", "double": "1.5pt"}.get(edge.style, "0.5pt")
    kind = {"dashed": "dashed", "dotted": "dotted", "double": "double"}.get(edge.style, "solid")
    return f"{width} {kind} {_rgb(edge.color) or '#000'}"


def _rgb(color: Any) -> str | None:
    """Return a plain color; those of a theme, which a program mixes, are left to the default."""
    value = getattr(color, "rgb", None)
    if isinstance(value, str) and len(value) == 8 and color.type == "rgb":  # noqa: PLR2004 - AARRGGBB
        return f"#{value[2:]}"
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _add_pictures(sheet: "Worksheet", sheets: Sheets) -> None:
    for picture in getattr(sheet, "_images", ()):
        name = f"picture-{len(sheets.pictures) + 1}"
        sheets.pictures[name] = picture._data()  # noqa: SLF001 - it has no other way
        sheets.html.append(f'<p><img src="{name}" style="max-width:100%"></p>')
