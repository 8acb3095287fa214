"""Get a prompt template in its latest or another version: GET /api/v1/llm/templates/{name}."""

from typing import Annotated

from pydantic import Field

from flowforge_llm.core.templates import TemplateInfo, TemplateName, TemplateRepository, UnknownTemplate
from servicekit import Context, RequestBody, operation


class ReadTemplateRequest(RequestBody):
    version: Annotated[int, Field(ge=1)] | None = Field(None, description="The latest if left out.")


@operation("/templates/{name}", method="GET", example={"name": "reply"}, errors=[UnknownTemplate])
def read_template(name: TemplateName, request: ReadTemplateRequest, context: Context) -> TemplateInfo:
    return TemplateInfo.of(TemplateRepository(context.store).get(name, request.version))
