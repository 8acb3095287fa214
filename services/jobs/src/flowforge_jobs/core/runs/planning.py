"""Make the plan of a run from a request. Wrong wiring is refused with its place."""

import json
from graphlib import TopologicalSorter
from typing import Annotated, Any, Literal

from pydantic import Field

from flowforge_jobs.core.catalog import Known
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs import wiring
from flowforge_jobs.core.runs.graph import Reference, cycle_in, references
from flowforge_jobs.core.runs.plans import Plan, PlannedStep
from flowforge_jobs.core.submitting import JobOptions, address_of, new_job, validate
from flowforge_jobstore.records import NewJob
from servicekit import Consumer, InvalidInput, OperationError, RequestBody

OnError = Literal["stop", "continue"]
StepId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]
_REFUSALS = ("JOB_SECRET_REFUSED", "JOB_OPERATION_REFUSED")


class PipelineStep(RequestBody):
    """One call of an operation within a pipeline."""

    id: StepId = Field(description="Name of the step; references use it.")
    operation: Annotated[str, Field(max_length=200)] = Field(
        description="Id of the operation, such as ocr.text."
    )
    request: dict[str, Any] = Field(
        {}, description="JSON body. A text such as $steps.ocr.text stands for a value of an earlier result."
    )
    path: dict[str, str] = Field({}, description="Parameters in the operation's address.")
    needs: Annotated[list[StepId], Field(max_length=100)] = Field(
        [], description="Steps that must succeed first, besides those that are referred to."
    )
    on_error: OnError = Field(
        "stop", description="Whether a failure of this step ends the pipeline, or only skips what needs it."
    )


class PipelineRequest(JobOptions):
    """Steps that run as one job; those that need nothing of each other run side by side."""

    steps: Annotated[list[PipelineStep], Field(min_length=1, max_length=100)] = Field(
        description="1 to 100 steps, in any order."
    )
    output: Any = Field(None, description="The result: any JSON with references.")
    parameters: dict[str, Any] = Field({}, description="Values of $parameters.<name>.")
    parallel: Annotated[int, Field(ge=1, le=16)] = Field(4, description="Steps that run at once.")


class StepRepeated(InvalidInput):
    code = "PIPELINE_STEP_REPEATED"
    message = "'steps' has two steps with the id '{step}'."


class PipelineCycle(InvalidInput):
    code = "PIPELINE_CYCLE"
    message = "'steps' wait for each other in a circle: {circle}."


class StepUnknown(InvalidInput):
    code = "PIPELINE_STEP_UNKNOWN"
    message = "'{place}' names the step '{step}', which is not in 'steps'."


class ReferenceWrong(InvalidInput):
    code = "PIPELINE_REFERENCE_WRONG"
    message = "'{place}' is '{reference}', but {reason}."


class StepFieldWrong(InvalidInput):
    code = "PIPELINE_FIELD_WRONG"
    message = "'{place}' is {problem} in a request of {operation}."


PIPELINE_ERRORS = (StepRepeated, PipelineCycle, StepUnknown, ReferenceWrong, StepFieldWrong)


async def plan_pipeline(jobs: JobService, consumer: Consumer, request: PipelineRequest) -> Plan:
    """Return the plan of a pipeline, its steps in an order that can run. Raises PIPELINE_ERRORS."""
    by_id = {step.id: (number, step) for number, step in enumerate(request.steps)}
    if len(by_id) < len(request.steps):
        names = [step.id for step in request.steps]
        raise StepRepeated(step=next(name for name in names if names.count(name) > 1))
    known = {step.id: await jobs.catalog.find(step.operation) for step in request.steps}
    needs = {name: _needs(number, step, by_id) for name, (number, step) in by_id.items()}
    if (circle := cycle_in(needs)) is not None:
        raise PipelineCycle(circle=" -> ".join(circle))
    for number, step in enumerate(request.steps):
        _check_fields(number, step, known[step.id])
        for reference in references(step.request, f"steps[{number}].request"):
            _check_reference(reference, known, request.parameters)
        await _check_with_service(jobs, consumer, request, step, known[step.id])
    for reference in references(request.output, "output"):
        if reference.kind == "steps" and reference.name not in by_id:
            raise StepUnknown(place=reference.place, step=reference.name)
        _check_reference(reference, known, request.parameters)
    order = TopologicalSorter({name: sorted(found) for name, found in needs.items()}).static_order()
    steps = [_planned(by_id[name][1], known[name], sorted(needs[name])) for name in order]
    return Plan(steps, request.parallel, request.parameters, request.output)


def _needs(number: int, step: PipelineStep, by_id: dict[str, tuple[int, PipelineStep]]) -> set[str]:
    places = [(name, f"steps[{number}].needs") for name in step.needs]
    used = references(step.request, f"steps[{number}].request")
    places += [(one.name, one.place) for one in used if one.kind == "steps"]
    for name, place in places:
        if name not in by_id:
            raise StepUnknown(place=place, step=name)
    return {name for name, _ in places}


def _check_fields(number: int, step: PipelineStep, known: Known) -> None:
    place = f"steps[{number}].request"
    for name in wiring.unknown_fields(known, step.request):
        raise StepFieldWrong(place=f"{place}.{name}", problem="unknown", operation=step.operation)
    for name in wiring.missing_fields(known, step.request):
        raise StepFieldWrong(place=f"{place}.{name}", problem="missing", operation=step.operation)


def _check_reference(reference: Reference, known: dict[str, Known], parameters: dict[str, Any]) -> None:
    if reference.kind == "parameters":
        if reference.name not in parameters:
            reason = f"'parameters' has no '{reference.name}'"
            raise ReferenceWrong(place=reference.place, reference=reference.text, reason=reason)
    elif not wiring.gives(known[reference.name], reference):
        reason = f"results of {known[reference.name].id} have no such field"
        raise ReferenceWrong(place=reference.place, reference=reference.text, reason=reason)


async def _check_with_service(
    jobs: JobService, consumer: Consumer, options: JobOptions, step: PipelineStep, known: Known
) -> None:
    """Have the service validate the request. Until all values are known, only a refusal of jobs counts."""
    job = step_job(jobs, consumer, options, step, known)
    try:
        await validate(jobs, consumer, job)
    except OperationError as error:
        is_open = next(references(step.request, ""), None) is not None
        if error.code in _REFUSALS or not is_open or error.retryable:
            raise type(error)(f"Step '{step.id}': {error.text}", details=error.details) from error


def step_job(
    jobs: JobService, consumer: Consumer, options: JobOptions, step: PipelineStep, known: Known
) -> NewJob:
    """Return a step as the job that it would be."""
    body = json.dumps(step.request).encode()
    plain = options.model_copy(update={"callback_url": None})
    return new_job(jobs, consumer, known, plain, path=address_of(known, step.path), body=body)


def _planned(step: PipelineStep, known: Known, needs: list[str]) -> PlannedStep:
    return PlannedStep(
        step.id, step.operation, address_of(known, step.path), step.request, needs, step.on_error, known.cost
    )
