"""The document that a query asks of: JSON values only."""

from pathlib import Path
from typing import Any

from flowforge_data.core.conversion.opening import document_of
from flowforge_data.core.conversion.requests import open_source
from flowforge_data.core.formats.trees import plain
from flowforge_data.core.queries.forms import QueryForm


def opened(form: QueryForm, workspace: Path) -> tuple[Any, list[str]]:
    """Return the document and the warnings of reading it."""
    source = open_source(form, workspace)
    return plain(document_of(source)), source.notes.warnings
