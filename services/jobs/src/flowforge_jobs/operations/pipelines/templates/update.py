"""Replace a pipeline template and raise its version. Runs that have begun keep the steps they began with."""

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.saved import (
    PipelineTemplate,
    UnknownTemplate,
    check_template,
    template_of,
)
from flowforge_jobs.core.runs.template_documents import TemplateDocument
from flowforge_jobs.operations.pipelines.create import ERRORS
from flowforge_jobs.operations.pipelines.templates.create import TEMPLATE
from flowforge_jobs.operations.pipelines.templates.get import NEEDED
from flowforge_jobstore.templates import update_template
from servicekit import Context, operation


@operation(
    "/pipelines/templates/{name}",
    method="PUT",
    example={"name": "common-divisor", **TEMPLATE},
    needs=NEEDED,
    errors=[*ERRORS, UnknownTemplate],
)
async def update_pipeline_template(
    request: PipelineTemplate, name: str, context: Context, jobs: JobService
) -> TemplateDocument:
    await template_of(jobs, context.consumer.id, name)
    await check_template(jobs, context.consumer, request)
    if not await jobs.write(update_template, context.consumer.id, name, request.model_dump_json()):
        raise UnknownTemplate(name=name[:64])
    return await template_of(jobs, context.consumer.id, name)
