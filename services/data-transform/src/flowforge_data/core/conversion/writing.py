"""Write a source as a file of another format, and the rejected rows beside it."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any, Final

from flowforge_data.core.conversion.opening import Source, document_of, keeps_more_as_document, use_table
from flowforge_data.core.faults import RowsRejected
from flowforge_data.core.formats.port import Format, Frames, Notes, WriteOptions
from flowforge_data.core.formats.registry import format_named
from flowforge_data.core.formats.trees import plain

TEXT_FORMATS: Final = ("json", "ndjson")


def write_source(source: Source, target: str, path: Path, options: WriteOptions) -> Format:
    """Write *source* to *path* as *target* and return that format; rows are counted in the notes."""
    chosen = format_named(target)
    if keeps_more_as_document(source) and chosen.write_document is not None:
        value: Any = document_of(source)
        value = value if target in TEXT_FORMATS else plain(value)
        chosen.write_document(value, path, options, source.notes)
        source.notes.details["rows"] = len(value) if isinstance(value, list) else None
    elif chosen.write_table is not None:
        _write_table(source, chosen, path, options)
    else:
        assert chosen.write_document is not None  # noqa: S101 - a target writes one or the other
        value = plain(document_of(source))
        chosen.write_document(value, path, options, source.notes)
        source.notes.details["rows"] = len(value)
    return chosen


def _write_table(source: Source, chosen: Format, path: Path, options: WriteOptions) -> None:
    write, notes = chosen.write_table, source.notes

    def use(frames: Frames) -> None:
        assert write is not None  # noqa: S101 - of a format that writes tables
        write(counted(frames, notes), path, options, notes)

    use_table(source, use, dates=chosen.typed)


def counted(frames: Frames, notes: Notes) -> Frames:
    """Count rows, and note the columns, while batches pass."""
    notes.details["rows"] = 0
    for frame in frames:
        notes.details["rows"] += frame.height
        notes.details["columns"] = {one.name: str(one.dtype).lower() for one in frame.iter_columns()}
        yield frame


def refuse_rejects(source: Source) -> None:
    """Raise RowsRejected if there are any."""
    notes = source.notes
    if notes.rejects.count:
        first = notes.rejects.kept[0]
        where = f"'{first.column}': " if first.column else ""
        fault = RowsRejected(count=notes.rejects.count, row=first.row, reason=where + first.reason)
        fault.name_field(source.field)
        raise fault


def zip_with_rejects(result: Path, name: str, notes: Notes, archive: Path) -> None:
    """Put the result and rejects.csv, with row, column, reason and text, into one ZIP archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        bundle.write(result, name)
        with bundle.open("rejects.csv", "w") as raw:
            raw.write(_rejects_csv(notes).encode())


def _rejects_csv(notes: Notes) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "column", "reason", "text"])
    for one in sorted(notes.rejects.kept, key=lambda reject: reject.row):
        text = f"'{one.text}" if one.text[:1] in ("=", "+", "-", "@") else one.text
        writer.writerow([one.row, one.column or "", one.reason, text])
    return out.getvalue()
