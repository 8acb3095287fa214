"""List the prompt templates of the caller in their latest versions: GET /api/v1/llm/templates."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.templates import TemplateInfo, TemplateRepository
from servicekit import Context, RequestBody, operation


class ListTemplatesRequest(RequestBody):
    after: str = Field("", max_length=64, description="The last name of the page before.")
    limit: Annotated[int, Field(ge=1, le=200, description="Greatest number of templates on a page.")] = 50


class TemplateList(BaseModel):
    templates: list[TemplateInfo] = Field(description="The templates of this page, sorted by name.")


@operation("/templates", method="GET", example={"limit": 50})
def list_templates(request: ListTemplatesRequest, context: Context) -> TemplateList:
    found = TemplateRepository(context.store).latest(request.after, request.limit)
    return TemplateList(templates=[TemplateInfo.of(template) for template in found])
