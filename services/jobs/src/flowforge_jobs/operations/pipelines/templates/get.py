"""Get a pipeline template."""

from flowforge_jobs.core.faults import JobsNotConfigured, RecordUnavailable
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.saved import UnknownTemplate, template_of
from flowforge_jobs.core.runs.template_documents import TemplateDocument
from servicekit import Context, operation

TEMPLATE_ERRORS = (JobsNotConfigured, RecordUnavailable, UnknownTemplate)
NEEDED = "a template with this name"


@operation(
    "/pipelines/templates/{name}",
    method="GET",
    example={"name": "common-divisor"},
    needs=NEEDED,
    errors=TEMPLATE_ERRORS,
)
async def get_pipeline_template(name: str, context: Context, jobs: JobService) -> TemplateDocument:
    return await template_of(jobs, context.consumer.id, name)
