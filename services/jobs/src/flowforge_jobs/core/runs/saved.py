"""Pipelines that consumers save under a name, with parameters that are filled in for each run."""

from typing import Annotated, Any

from pydantic import Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.planning import PipelineRequest, PipelineStep, plan_pipeline
from flowforge_jobs.core.runs.template_documents import TemplateDocument, document_of
from flowforge_jobs.core.submitting import JobOptions
from flowforge_jobstore.templates import MOST_TEMPLATES, find_template
from servicekit import Conflict, Consumer, InvalidInput, NotFound, RequestBody, ResourceLimit

TemplateName = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]
ParameterName = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]


class TemplateNameTaken(Conflict):
    code = "PIPELINE_TEMPLATE_NAME_TAKEN"
    message = (
        "'name' is '{name}', which another of your templates has: choose another name, or update that one."
    )


class UnknownTemplate(NotFound):
    code = "PIPELINE_TEMPLATE_NOT_FOUND"
    message = "There is no pipeline template '{name}', or it is not yours."


class TemplateLimit(ResourceLimit):
    code = "PIPELINE_TEMPLATE_LIMIT"
    message = f"You have {MOST_TEMPLATES} pipeline templates, the most that are kept: delete one first."


class TemplateParameterMissing(InvalidInput):
    code = "PIPELINE_PARAMETER_MISSING"
    message = "'parameters' lacks '{parameter}', which the template '{name}' requires."


class TemplateParameterUnknown(InvalidInput):
    code = "PIPELINE_PARAMETER_UNKNOWN"
    message = "'parameters' has '{parameter}', which the template '{name}' does not have. It has: {known}."


class TemplateParameter(RequestBody):
    """A value that each run of a template gives."""

    description: Annotated[str, Field(max_length=500)] = Field("", description="What the value is.")
    required: bool = Field(default=False, description="Whether each run must give the value.")
    default: Any = Field(None, description="Value of runs that do not give it.")


class PipelineTemplate(RequestBody):
    """A pipeline without the values of its parameters."""

    description: Annotated[str, Field(max_length=2000)] = Field("", description="What the pipeline does.")
    steps: Annotated[list[PipelineStep], Field(min_length=1, max_length=100)] = Field(
        description="1 to 100 steps, in any order. $parameters.<name> stands for a parameter."
    )
    output: Any = Field(None, description="The result: any JSON with references.")
    parameters: Annotated[dict[ParameterName, TemplateParameter], Field(max_length=100)] = Field(
        {}, description="Parameters by name."
    )
    parallel: Annotated[int, Field(ge=1, le=16)] = Field(4, description="Steps that run at once.")


class TemplateRun(JobOptions):
    """Values of the parameters, and how the job is run."""

    parameters: dict[str, Any] = Field({}, description="Values of the template's parameters by name.")


async def template_of(jobs: JobService, consumer_id: str, name: str) -> TemplateDocument:
    """Return a template of the consumer. Raises UnknownTemplate."""
    row = await jobs.read(find_template, consumer_id, name)
    if row is None:
        raise UnknownTemplate(name=name[:64])
    return document_of(row)


async def check_template(jobs: JobService, consumer: Consumer, template: PipelineTemplate) -> None:
    """Check the wiring of a template as that of a pipeline; parameters without a default may be anything."""
    values = {name: one.default for name, one in template.parameters.items()}
    await plan_pipeline(jobs, consumer, _filled(template, JobOptions(), values))


def filled(document: TemplateDocument, run: TemplateRun) -> PipelineRequest:
    """Return the pipeline of a run. Raises TemplateParameterMissing or TemplateParameterUnknown."""
    known = document.parameters
    for name in run.parameters:
        if name not in known:
            shown = ", ".join(known) or "none"
            raise TemplateParameterUnknown(parameter=name[:64], name=document.name, known=shown)
    for name, one in known.items():
        if one.required and name not in run.parameters:
            raise TemplateParameterMissing(parameter=name, name=document.name)
    values = {name: one.default for name, one in known.items()} | run.parameters
    return _filled(template_in(document), run, values)


def template_in(document: TemplateDocument) -> PipelineTemplate:
    saved = document.model_dump(include=set(PipelineTemplate.model_fields))
    return PipelineTemplate.model_validate(saved)


def _filled(template: PipelineTemplate, options: JobOptions, values: dict[str, Any]) -> PipelineRequest:
    chosen = {name: getattr(options, name) for name in JobOptions.model_fields}
    return PipelineRequest(
        **chosen, steps=template.steps, output=template.output, parameters=values, parallel=template.parallel
    )
