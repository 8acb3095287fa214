"""From the form of formulas to its answer."""

from datetime import datetime
from functools import partial
from typing import Any, Final

from flowforge_math.core.samples.faults import UnsuitableSamples
from flowforge_math.core.samples.reading import Data
from flowforge_math.core.spreadsheet.evaluating import cell_of_file, compute, rows_of, table_of
from flowforge_math.core.spreadsheet.sheet import MAIN, Sheet

MAX_CELLS: Final = 4_000_000


def answer(data: Data, form: Any, now: datetime) -> dict[str, Any]:
    cells = data.rows * (len(data.columns) + len(form.formulas))
    if cells > MAX_CELLS:
        reason = (
            f"the table has {cells:,} cells with its new columns, and {MAX_CELLS:,} are computed at the most"
        )
        raise UnsuitableSamples(field="formulas", reason=reason)
    tables = {name.casefold(): table_of(name, columns) for name, columns in form.tables.items()}
    from_file = form.file is not None
    cell = partial(cell_of_file, mark=data.decimal_mark) if from_file else None
    sheet = Sheet({**tables, MAIN: table_of(MAIN, data.columns, cell)}, now)
    computed = compute(sheet, form.formulas, form.totals)
    return {
        "rows": rows_of(sheet.main),
        "totals": computed.totals,
        "errors": [{"formula": name, "row": row, "error": error} for name, row, error in computed.errors],
        "error_count": computed.error_count,
        "warnings": [*data.warnings, *computed.notes],
    }
