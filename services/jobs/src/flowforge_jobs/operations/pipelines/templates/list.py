"""List your pipeline templates page by page, in the order of their names."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobs.core.runs.template_documents import TemplateDocument, document_of
from flowforge_jobstore.templates import list_templates
from servicekit import Context, RequestBody, operation


class TemplateQuery(RequestBody):
    limit: Annotated[int, Field(ge=1, le=100)] = Field(100, description="Maximum number per page.")
    cursor: str = Field(
        "", max_length=64, description="`next_cursor` of the previous page. Omit it for the first page."
    )


class TemplatePage(BaseModel):
    """Some of your pipeline templates."""

    templates: list[TemplateDocument] = Field(description="The templates.")
    next_cursor: str | None = Field(description="Cursor of the next page; null on the last page.")


@operation(
    "/pipelines/templates",
    method="GET",
    example={"limit": 10},
    needs=DATABASE,
    errors=RECORD_ERRORS,
)
async def list_pipeline_templates(query: TemplateQuery, context: Context, jobs: JobService) -> TemplatePage:
    rows = await jobs.read(list_templates, context.consumer.id, query.cursor, query.limit + 1)
    shown = [document_of(row) for row in rows[: query.limit]]
    return TemplatePage(templates=shown, next_cursor=shown[-1].name if len(rows) > query.limit else None)
