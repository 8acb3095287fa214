"""The whole content of a file of one known kind."""

from pathlib import Path

from flowforge_data.core.conversion.requests import check_encoding
from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.formats.port import Notes, ReadOptions
from flowforge_data.core.formats.text import read_text
from flowforge_tables import EmptyContent


def text_of_form(form: TextFileForm, workspace: Path) -> tuple[str, Notes, str]:
    """Return the text, notes of how it was read, and the field it came in. Raises EmptyContent."""
    notes = Notes()
    if form.encoding is not None:
        check_encoding(form.encoding)
    field = "text" if form.file is None else "file"
    if form.file is None:
        text = form.text or ""
    else:
        path = workspace / "source"
        path.write_bytes(form.file.content)
        text = read_text(path, ReadOptions(encoding=form.encoding), notes)
    _need(text.strip(), field)
    return text, notes, field


def bytes_of_form(form: TextFileForm) -> tuple[bytes, Notes, str]:
    """Return the bytes, empty notes, and the field they came in. Raises EmptyContent."""
    field = "text" if form.file is None else "file"
    content = (form.text or "").encode() if form.file is None else form.file.content
    _need(content.strip(), field)
    return content, Notes(), field


def _need(content: str | bytes, field: str) -> None:
    if not content:
        fault = EmptyContent(format="this kind of file")
        fault.name_field(field)
        raise fault
