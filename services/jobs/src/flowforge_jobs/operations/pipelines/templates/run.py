"""Run a pipeline template with values for its parameters, as one job."""

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.faults import JobIdTaken
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.planning import plan_pipeline
from flowforge_jobs.core.runs.saved import (
    TemplateParameterMissing,
    TemplateParameterUnknown,
    TemplateRun,
    UnknownTemplate,
    filled,
    template_of,
)
from flowforge_jobs.core.runs.starting import start_run
from flowforge_jobs.operations.pipelines.create import ERRORS
from servicekit import Context, WebhookSender, operation

EXAMPLE = {"name": "common-divisor", "parameters": {"formula": "12 * 3"}}
RUN_ERRORS = [*ERRORS, UnknownTemplate, TemplateParameterMissing, TemplateParameterUnknown]
NEEDED = "a template with this name, and services that have its operations"


@operation(
    "/pipelines/templates/{name}/run",
    created=True,
    example=EXAMPLE,
    needs=NEEDED,
    errors=[*RUN_ERRORS, *WebhookSender.ERRORS, JobIdTaken],
)
async def run_pipeline_template(
    request: TemplateRun, name: str, context: Context, jobs: JobService
) -> JobDocument:
    template = await template_of(jobs, context.consumer.id, name)
    plan = await plan_pipeline(jobs, context.consumer, filled(template, request))
    row = await start_run(
        jobs, context.consumer, request, plan, kind="pipeline", operation="jobs.pipelines.templates.run"
    )
    return show(row)
