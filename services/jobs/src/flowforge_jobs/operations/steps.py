"""List the steps of a batch or a pipeline: state, timing, cost, and answer or error of each."""

import json
from typing import Any

from pydantic import BaseModel, Field

from flowforge_jobs.core.documents import JobError, job_error
from flowforge_jobs.core.faults import NoSteps
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobs.core.runs.outcomes import MOST_BYTES
from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobs.core.runs.run_state import StepState
from flowforge_jobstore.reading import step_results, steps_of
from flowforge_jobstore.records import ENDED
from servicekit import Context, operation


class Step(BaseModel):
    id: str = Field(description="Id of the step; in a batch the number of the item, from 0.")
    job_id: str | None = Field(description="Id of the step's own job; null before it starts.")
    operation: str = Field(description="Id of the operation.")
    needs: list[str] = Field(description="Steps that must succeed first.")
    state: StepState = Field(description="`pending` waits for other steps, `skipped` will never run.")
    status: int | None = Field(description="HTTP status of the operation's answer.")
    attempt: int = Field(description="Attempts so far.")
    seconds: float | None = Field(description="From the start of the step to its end.")
    error: JobError | None = Field(description="Why the step failed.")
    cost: int = Field(description="Cost units of the step; 0 if it never started.")
    result: Any = Field(
        description="The JSON that the operation answered; null over 64 MB of results in all, which are read "
        "step by step."
    )
    result_url: str | None = Field(description="Address of the step's own result; null before it starts.")


class StepList(BaseModel):
    steps: list[Step] = Field(description="The steps, in the order of the request.")


@operation(
    "/{job_id}/steps",
    method="GET",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a batch or a pipeline with this id",
    errors=[*LOOKUP_ERRORS, NoSteps],
)
async def list_steps(job_id: str, context: Context, jobs: JobService) -> StepList:
    run = await job_of(jobs, context.consumer.id, job_id)
    if run.kind == "call":
        raise NoSteps
    rows = {row.owner_step: row for row in await jobs.read(steps_of, run.id)}
    plan = Plan.from_json(run.body)
    over = run.state in ENDED
    is_whole = sum(row.result_bytes for row in rows.values()) <= MOST_BYTES
    texts = await jobs.read(step_results, run.id) if is_whole else {}
    return StepList(
        steps=[_show(step, rows.get(step.id), texts.get(step.id), over=over) for step in plan.steps]
    )


def _show(step: PlannedStep, row: Any, result: bytes | None, *, over: bool) -> Step:
    if row is None:
        return Step(
            id=step.id,
            job_id=None,
            operation=step.operation,
            needs=step.needs,
            state="skipped" if over else "pending",
            status=None,
            attempt=0,
            seconds=None,
            error=None,
            cost=0,
            result=None,
            result_url=None,
        )
    return Step(
        id=step.id,
        job_id=row.id,
        operation=step.operation,
        needs=step.needs,
        state=row.state,
        status=row.status,
        attempt=row.attempt,
        seconds=round(row.ended_at - row.started_at, 3) if row.started_at and row.ended_at else None,
        error=job_error(row.error),
        cost=step.cost,
        result=json.loads(result) if result else None,
        result_url=f"/api/v1/jobs/{row.id}/result",
    )
