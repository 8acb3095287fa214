"""A saved pipeline as its consumer sees it."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from flowforge_jobs.core.documents import moment
from flowforge_jobs.core.runs.plans import OnError


class TemplateStepDocument(BaseModel):
    """One call of an operation within a saved pipeline."""

    id: str = Field(description="Name of the step.")
    operation: str = Field(description="Id of the operation.")
    request: dict[str, Any] = Field(description="JSON body, with references.")
    path: dict[str, str] = Field(description="Parameters in the operation's address.")
    needs: list[str] = Field(description="Steps that must succeed first, besides those that are referred to.")
    on_error: OnError = Field(description="Whether a failure of this step ends the pipeline.")


class TemplateParameterDocument(BaseModel):
    """A value that each run of a template gives."""

    description: str = Field(description="What the value is.")
    required: bool = Field(description="Whether each run must give the value.")
    default: Any = Field(description="Value of runs that do not give it.")


class TemplateDocument(BaseModel):
    """A saved pipeline."""

    name: str = Field(description="Name of the template.")
    version: int = Field(description="1 for a new template; each update raises it.")
    updated_at: datetime = Field(description="When the template was last changed.")
    description: str = Field(description="What the pipeline does.")
    steps: list[TemplateStepDocument] = Field(description="The steps.")
    output: Any = Field(description="The result: any JSON with references.")
    parameters: dict[str, TemplateParameterDocument] = Field(description="Parameters by name.")
    parallel: int = Field(description="Steps that run at once.")


def document_of(row: Any) -> TemplateDocument:
    """Return the document of a row of the record."""
    saved = json.loads(row.document)
    return TemplateDocument(name=row.name, version=row.version, updated_at=moment(row.updated_at), **saved)
