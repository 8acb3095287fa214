"""Open the document of a request as JSON values."""

from pathlib import Path
from typing import Any

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.conversion.opening import document_of
from flowforge_data.core.conversion.requests import open_source
from flowforge_data.core.formats.json_decoding import uncollected
from flowforge_data.core.formats.trees import plain


def opened(form: DocumentForm, workspace: Path) -> tuple[Any, list[str]]:
    """Return the document and the warnings of reading it."""
    source = open_source(form, workspace)
    with uncollected():
        return plain(document_of(source)), source.notes.warnings
