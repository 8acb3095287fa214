"""Delete a prompt template and all its versions: DELETE /api/v1/llm/templates/{name}."""

from flowforge_llm.core.templates import TemplateName, TemplateRepository, UnknownTemplate
from servicekit import Context, operation


@operation("/templates/{name}", method="DELETE", example={"name": "reply"}, errors=[UnknownTemplate])
def delete_template(name: TemplateName, context: Context) -> None:
    TemplateRepository(context.store).remove(name)
