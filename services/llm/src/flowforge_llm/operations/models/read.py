"""Describe a model, compatible with OpenAI: GET /api/v1/llm/models/{model}."""

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.models import ModelDescription, describe
from flowforge_llm.core.errors import ModelNotAllowed, UnknownModel
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, operation


@operation(
    "/models/{model:path}",
    method="GET",
    example={"model": "smollm2-135m-instruct"},
    errors=[UnknownModel, ModelNotAllowed],
    dialect=OPENAI,
)
async def read_model(model: str, context: Context, models: ModelService) -> ModelDescription:
    return describe(models.choose(model, context.consumer.tier), models)
