"""List your jobs page by page, newest first. Steps of batches and pipelines are not listed."""

import base64
import binascii
import json
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobstore.reading import page
from flowforge_jobstore.records import State
from servicekit import Context, InvalidInput, RequestBody, operation


class CursorInvalid(InvalidInput):
    code = "JOB_CURSOR_INVALID"
    message = "'cursor' is not a `next_cursor` of an earlier page: omit it for the first page."


class ListQuery(RequestBody):
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="Maximum number of jobs per page.")
    cursor: str = Field(
        "", max_length=200, description="`next_cursor` of the previous page. Omit it for the first page."
    )
    state: list[State] = Field([], description="Only jobs in one of these states.")
    operation: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="Only jobs of this operation, such as math.evaluate."
    )


class JobPage(BaseModel):
    """Some of your jobs."""

    jobs: list[JobDocument] = Field(description="The jobs of this page, the newest first.")
    next_cursor: str | None = Field(description="Cursor of the next page; null on the last page.")


@operation(
    "",
    method="GET",
    example={"limit": 10},
    needs=DATABASE,
    errors=[*RECORD_ERRORS, CursorInvalid],
)
async def list_jobs(query: ListQuery, context: Context, jobs: JobService) -> JobPage:
    rows = await jobs.read(
        page,
        context.consumer.id,
        after=_place(query.cursor),
        limit=query.limit + 1,
        states=query.state,
        operation=query.operation,
    )
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    return JobPage(jobs=[show(row) for row in shown], next_cursor=_cursor(shown[-1]) if more else None)


def _cursor(row: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.created_at, row.id]).encode()).decode()


def _place(cursor: str) -> tuple[float, str] | None:
    if not cursor:
        return None
    try:
        created_at, job_id = json.loads(base64.urlsafe_b64decode(cursor))
        return float(created_at), str(job_id)
    except (binascii.Error, ValueError, TypeError) as error:
        raise CursorInvalid from error
