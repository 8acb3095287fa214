"""Delete a pipeline template. Its runs go on."""

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.saved import UnknownTemplate
from flowforge_jobs.operations.pipelines.templates.get import NEEDED, TEMPLATE_ERRORS
from flowforge_jobstore.templates import delete_template
from servicekit import Context, operation


@operation(
    "/pipelines/templates/{name}",
    method="DELETE",
    example={"name": "common-divisor"},
    needs=NEEDED,
    errors=TEMPLATE_ERRORS,
)
async def delete_pipeline_template(name: str, context: Context, jobs: JobService) -> None:
    if not await jobs.write(delete_template, context.consumer.id, name):
        raise UnknownTemplate(name=name[:64])
