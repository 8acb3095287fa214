"""Write a document as JSON text: indented, minified, with sorted keys, or canonical (RFC 8785)."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN, NotCanonical
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class FormatForm(DocumentForm):
    style: Literal["pretty", "minified", "canonical"] = Field(
        "pretty", description="canonical has one form for equal documents, to be hashed or signed (RFC 8785)."
    )
    indent: int = Field(2, ge=1, le=8, description="Spaces of indentation, for pretty.")
    sort_keys: bool = Field(
        default=False, description="Whether keys are sorted; canonical always sorts them."
    )


class FormatResult(BaseModel):
    text: str = Field(description="The JSON text.")
    size_bytes: int = Field(description="Its size in UTF-8.")
    warnings: list[str] = Field(description="What was guessed while the source was read.")


@operation("/json/format", errors=[*READING, NotCanonical], run=RUN, example={"text": '{"b":1,"a":2}'})
def format_json(form: FormatForm, context: Context) -> FormatResult:
    from flowforge_data.core.conversion.opening import document_of  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.conversion.requests import open_source  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.formatting import formatted  # noqa: PLC0415 - likewise

    source = open_source(form, context.workspace)
    encoded = formatted(document_of(source), form.style, form.indent, sort_keys=form.sort_keys)
    return FormatResult(text=encoded.decode(), size_bytes=len(encoded), warnings=source.notes.warnings)
