"""Files of SAS, Stata and SPSS. Codes are read as they are; labels of columns are reported."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import polars as pl

from flowforge_data.core.formats.columnar import plain_frame
from flowforge_data.core.formats.port import Format, Notes, ReadOptions, TypedTable
from flowforge_tables import UnreadableContent


def _reader(title: str, function: str) -> Callable[[Path, ReadOptions, Notes], TypedTable]:
    def read(path: Path, options: ReadOptions, notes: Notes) -> TypedTable:
        import pyreadstat  # noqa: PLC0415 - only these files need it

        try:
            data, meta = getattr(pyreadstat, function)(str(path), encoding=options.encoding)
        except Exception as error:
            raise UnreadableContent(format=title, reason="it is damaged or of another format") from error
        notes.details["encoding"] = meta.file_encoding
        notes.details["labels"] = {name: text for name, text in meta.column_names_to_labels.items() if text}
        frame = _tidy(plain_frame(pl.from_pandas(data), notes))
        return TypedTable(lambda: iter([frame]))

    return read


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Whole numbers as integers: these formats store every number as a double."""
    columns: list[Any] = []
    for series in frame.iter_columns():
        present = series.drop_nulls()
        whole = series.dtype == pl.Float64 and len(present) and bool((present == present.round()).all())
        columns.append(series.cast(pl.Int64, strict=False) if whole else series)
    return pl.DataFrame(columns)


SAS: Final = Format("sas", "SAS", "application/x-sas-data", "sas7bdat", read=_reader("SAS", "read_sas7bdat"))
STATA: Final = Format("stata", "Stata", "application/x-stata-dta", "dta", read=_reader("Stata", "read_dta"))
SPSS: Final = Format("spss", "SPSS", "application/x-spss-sav", "sav", read=_reader("SPSS", "read_sav"))
