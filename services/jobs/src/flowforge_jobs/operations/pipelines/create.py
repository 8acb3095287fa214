"""Run steps of any services as one job.

A step is an operation with its request. A text such as `$steps.ocr.text` stands for a value of an
earlier result, and `$parameters.name` for one of the parameters. Files are passed on by id: `{"file_id":
"$steps.render.file.file_id"}`. Steps that need nothing of each other run side by side. The wiring is
checked before anything starts.
"""

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.faults import JobIdTaken, PathParameterMissing, ServiceAway, UnknownOperation
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS
from flowforge_jobs.core.runs.planning import PIPELINE_ERRORS, PipelineRequest, plan_pipeline
from flowforge_jobs.core.runs.starting import start_run
from servicekit import Context, WebhookSender, operation

EXAMPLE = {
    "steps": [
        {"id": "first", "operation": "math.evaluate", "request": {"expression": "gcd(12, 18)"}},
        {
            "id": "second",
            "operation": "math.evaluate",
            "request": {"expression": "gcd(x, 9)", "variables": {"x": "$steps.first.result.value"}},
        },
    ],
    "output": {"result": "$steps.second.result.value"},
}
ERRORS = [*PIPELINE_ERRORS, *LOOKUP_ERRORS, PathParameterMissing, ServiceAway, UnknownOperation]


@operation(
    "/pipelines",
    created=True,
    example=EXAMPLE,
    needs="services that have the operations",
    errors=[*ERRORS, *WebhookSender.ERRORS, JobIdTaken],
)
async def create_pipeline(request: PipelineRequest, context: Context, jobs: JobService) -> JobDocument:
    plan = await plan_pipeline(jobs, context.consumer, request)
    row = await start_run(
        jobs, context.consumer, request, plan, kind="pipeline", operation="jobs.pipelines.create"
    )
    return show(row)
