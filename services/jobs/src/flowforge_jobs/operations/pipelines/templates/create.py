"""Save a pipeline as a template.

Steps and output refer to parameters as `$parameters.<name>`; each run gives their values. The wiring is
checked now, and again with the values of each run.
"""

from pydantic import Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.runs.saved import (
    PipelineTemplate,
    TemplateLimit,
    TemplateName,
    TemplateNameTaken,
    check_template,
    template_of,
)
from flowforge_jobs.core.runs.template_documents import TemplateDocument
from flowforge_jobs.operations.pipelines.create import ERRORS
from flowforge_jobstore.templates import NameTaken, TooManyTemplates, create_template
from servicekit import Context, operation

TEMPLATE = {
    "description": "Evaluate a formula, then its greatest common divisor with 9.",
    "steps": [
        {"id": "first", "operation": "math.evaluate", "request": {"expression": "$parameters.formula"}},
        {
            "id": "second",
            "operation": "math.evaluate",
            "request": {"expression": "gcd(x, 9)", "variables": {"x": "$steps.first.result.value"}},
        },
    ],
    "output": {"result": "$steps.second.result.value"},
    "parameters": {"formula": {"description": "The formula.", "required": True}},
}


class NewTemplate(PipelineTemplate):
    name: TemplateName = Field(description="Name of the template: letters, digits, - and _.")


@operation(
    "/pipelines/templates",
    created=True,
    example={"name": "common-divisor", **TEMPLATE},
    needs="services that have the operations, and no template with this name",
    errors=[*ERRORS, TemplateNameTaken, TemplateLimit],
)
async def create_pipeline_template(
    request: NewTemplate, context: Context, jobs: JobService
) -> TemplateDocument:
    template = PipelineTemplate(**{name: getattr(request, name) for name in PipelineTemplate.model_fields})
    await check_template(jobs, context.consumer, template)
    document = template.model_dump_json()
    try:
        await jobs.write(create_template, context.consumer.id, request.name, document)
    except NameTaken as error:
        raise TemplateNameTaken(name=request.name) from error
    except TooManyTemplates as error:
        raise TemplateLimit from error
    return await template_of(jobs, context.consumer.id, request.name)
