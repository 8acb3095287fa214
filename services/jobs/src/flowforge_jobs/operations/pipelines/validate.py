"""Check a pipeline without running it: its operations, references and requests."""

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.planning import PipelineRequest, plan_pipeline
from flowforge_jobs.operations.pipelines.create import ERRORS, EXAMPLE
from servicekit import Context, operation


class PipelineCheck(BaseModel):
    valid: bool = Field(description="True; a pipeline that is not valid is answered with an error.")
    cost: int = Field(description="Cost units of all steps, if each of them runs.")
    order: list[str] = Field(description="An order in which the steps can run.")


@operation("/pipelines/validate", example=EXAMPLE, needs="services that have the operations", errors=ERRORS)
async def validate_pipeline(request: PipelineRequest, context: Context, jobs: JobService) -> PipelineCheck:
    plan = await plan_pipeline(jobs, context.consumer, request)
    return PipelineCheck(valid=True, cost=plan.cost, order=[step.id for step in plan.steps])
