"""List the available models, compatible with OpenAI: GET /api/v1/llm/models.

Each model also has its context length, capabilities, price and engine state: `loaded`, `unloaded` (started by
the first request), `starting`, `failed`, or `remote`.
"""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.models import ModelDescription, describe
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, operation


class ModelList(BaseModel):
    object: Literal["list"]
    data: list[ModelDescription] = Field(description="The models, those of all engines.")


@operation("/models", method="GET", example=None, dialect=OPENAI)
async def list_models(context: Context, models: ModelService) -> ModelList:
    offered = models.offered(context.consumer.tier)
    return ModelList(object="list", data=[describe(card, models) for card in offered])
