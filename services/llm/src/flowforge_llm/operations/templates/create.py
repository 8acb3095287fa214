"""Create a prompt template, or a new version of one: POST /api/v1/llm/templates/{name}.

`{{name}}` in `system` and `prompt` is a variable. Versions never change. A run uses the latest version
unless it names another.
"""

from flowforge_llm.core.templates import (
    TemplateBody,
    TemplateInfo,
    TemplateName,
    TemplateRepository,
    TooManyVersions,
)
from servicekit import Context, RequestBody, operation


class CreateTemplateRequest(TemplateBody, RequestBody):
    pass


@operation(
    "/templates/{name}",
    example={
        "name": "reply",
        "system": "You answer customers of {{shop}} politely, in {{language}}.",
        "prompt": "{{mail}}",
        "defaults": {"language": "English"},
        "temperature": 0,
    },
    errors=[TooManyVersions],
    created=True,
)
def create_template(name: TemplateName, request: CreateTemplateRequest, context: Context) -> TemplateInfo:
    return TemplateInfo.of(TemplateRepository(context.store).add(name, **dict(request)))
