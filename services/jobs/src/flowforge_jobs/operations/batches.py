"""Run an operation over a list of requests or the rows of a file, as one job.

A file is a table with a header: CSV, NDJSON, JSON, XLSX or Parquet. `request` makes the request of a row,
where `$row.<column>` stands for a value of the row; without it, the row itself is the request. Files are
read by the data service.

Each item is a call of its own: it is retried by itself, and its answer or its error stands in the
result. A batch whose worker is lost goes on where it was.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.faults import JobIdTaken, PathParameterMissing, ServiceAway, UnknownOperation
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS
from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobs.core.runs.rows import (
    MOST_FILE_BYTES,
    ROW_ERRORS,
    BatchSourceWrong,
    requests_of,
    rows_of,
)
from flowforge_jobs.core.runs.starting import refuse_unless_job, start_run
from flowforge_jobs.core.submitting import JobOptions, address_of
from servicekit import Context, FileInput, FileRule, RequestForm, WebhookSender, operation


class BatchRequest(RequestForm, JobOptions):
    operation: Annotated[str, Field(max_length=200)] = Field(
        description="Id of the operation, such as math.evaluate."
    )
    requests: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=1000)] | None = Field(
        None, description="1 to 1,000 JSON bodies of the operation."
    )
    file: Annotated[FileInput, FileRule(max_bytes=MOST_FILE_BYTES)] | None = Field(
        None, description="Up to 5,000 rows, in place of `requests`: CSV, NDJSON, JSON, XLSX or Parquet."
    )
    request: dict[str, Any] | None = Field(
        None, description='Request of each row of `file`, such as {"expression": "$row.formula"}.'
    )
    path: dict[str, str] = Field({}, description="Parameters in the operation's address.")
    parallel: Annotated[int, Field(ge=1, le=32)] = Field(8, description="Items that run at once.")
    on_error: Literal["stop", "continue"] = Field(
        "continue", description="Whether the first failure ends the batch."
    )


@operation(
    "/batches",
    created=True,
    example={
        "operation": "math.evaluate",
        "requests": [{"expression": "gcd(12, 18)"}, {"expression": "gcd(7, 21)"}],
    },
    needs="a service that has the operation",
    errors=[
        *WebhookSender.ERRORS,
        *LOOKUP_ERRORS,
        *ROW_ERRORS,
        JobIdTaken,
        PathParameterMissing,
        ServiceAway,
        UnknownOperation,
    ],
)
async def create_batch(request: BatchRequest, context: Context, jobs: JobService) -> JobDocument:
    known = await jobs.catalog.find(request.operation)
    path = address_of(known, request.path)
    await refuse_unless_job(jobs, context.consumer, known, path)
    steps = [
        PlannedStep(str(number), known.id, path, body, on_error=request.on_error, cost=known.cost)
        for number, body in enumerate(await _requests(request, context, jobs))
    ]
    plan = Plan(steps, request.parallel)
    row = await start_run(jobs, context.consumer, request, plan, kind="batch", operation=known.id)
    return show(row)


async def _requests(request: BatchRequest, context: Context, jobs: JobService) -> list[dict[str, Any]]:
    if (request.requests is None) == (request.file is None):
        raise BatchSourceWrong(given="none" if request.file is None else "both")
    if request.file is None:
        return request.requests or []
    return requests_of(await rows_of(jobs, context.consumer, request.file), request.request)
