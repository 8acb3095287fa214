"""Check a run of a pipeline template without starting it: its parameters, operations and requests."""

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.planning import plan_pipeline
from flowforge_jobs.core.runs.saved import TemplateRun, filled, template_of
from flowforge_jobs.operations.pipelines.templates.run import EXAMPLE, NEEDED, RUN_ERRORS
from flowforge_jobs.operations.pipelines.validate import PipelineCheck
from servicekit import Context, operation


@operation(
    "/pipelines/templates/{name}/validate",
    example=EXAMPLE,
    needs=NEEDED,
    errors=RUN_ERRORS,
)
async def validate_pipeline_template(
    request: TemplateRun, name: str, context: Context, jobs: JobService
) -> PipelineCheck:
    template = await template_of(jobs, context.consumer.id, name)
    plan = await plan_pipeline(jobs, context.consumer, filled(template, request))
    return PipelineCheck(valid=True, cost=plan.cost, order=[step.id for step in plan.steps])
