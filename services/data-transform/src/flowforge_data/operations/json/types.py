"""Make types of a document or a JSON Schema: TypeScript interfaces, Pydantic models, or an SQL table.

From a document the schema is inferred first, from all items of a list or rows of a table.
"""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.forms import DocumentForm
from flowforge_data.core.documents.json.forms import RUN
from flowforge_data.core.faults import READING
from servicekit import Context, operation


class TypesForm(DocumentForm):
    language: Literal["typescript", "python", "sql"] = Field(description="What to make.")
    is_schema: bool = Field(default=False, description="Whether the document is a JSON Schema itself.")
    root_name: str = Field(
        "Root", pattern=r"^[A-Za-z][A-Za-z0-9_]{0,99}$", description="Name of the outermost type or table."
    )
    dialect: Literal["postgresql", "mysql", "sqlite"] = Field("postgresql", description="Dialect of 'sql'.")


class TypesResult(BaseModel):
    code: str = Field(description="The code.")
    types: list[str] = Field(description="Names of the types, or of the table, that it defines.")
    warnings: list[str] = Field(description="What was guessed while the source was read.")


@operation(
    "/json/types",
    errors=READING,
    run=RUN,
    example={"data": [{"id": 1, "tags": ["a"]}, {"id": 2, "price": 9.5}], "language": "typescript"},
)
def make_types(form: TypesForm, context: Context) -> TypesResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.documents.json.inferring import schema_of_samples  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.types.pydantic_models import pydantic  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.types.shapes import shapes_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.types.sql import create_table  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.json.types.typescript import typescript  # noqa: PLC0415 - likewise

    document, warnings = opened(form, context.workspace)
    samples = document if isinstance(document, list) and document else [document]
    shapes = shapes_of(document if form.is_schema else schema_of_samples(samples), form.root_name)
    if form.language == "sql":
        code = create_table(shapes, form.root_name, form.dialect)
        return TypesResult(code=code, types=[form.root_name], warnings=warnings)
    code = (typescript if form.language == "typescript" else pydantic)(shapes, form.root_name)
    names = list(shapes.objects) if shapes.root.kind == "object" else [*shapes.objects, form.root_name]
    return TypesResult(code=code, types=names, warnings=warnings)
