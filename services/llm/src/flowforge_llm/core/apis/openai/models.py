"""Models as OpenAI describes them, and what callers want to know besides."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.port import EngineState


class ModelPrice(BaseModel):
    """For a million tokens, in the operator's currency."""

    input_per_million: float = Field(description="Price of a million input tokens.")
    output_per_million: float = Field(description="Price of a million output tokens.")


class ModelDescription(BaseModel):
    id: str = Field(description="Name of the model in requests.")
    object: Literal["model"]
    created: int = Field(description="When it was created, in seconds since 1970.")
    owned_by: str = Field(description="Who runs the model.")
    context_length: int = Field(description="Tokens that input and output can have together.")
    max_output_tokens: int | None = Field(
        description="Greatest number of tokens of one answer; null if only the context limits it."
    )
    can: list[str] = Field(description="What the model supports, such as chat, tools or embeddings.")
    price: ModelPrice = Field(description="What its tokens cost in the budgets of callers.")
    engine: str = Field(description="Engine that runs the model.")
    state: EngineState = Field(description="Whether the model can answer now.")
    is_default: bool = Field(description="Whether it answers requests that name no model.")


def describe(card: ModelCard, models: ModelService) -> ModelDescription:
    """Describe one model. Models have no date of their own: `created` is 0."""
    return ModelDescription(
        id=card.name,
        object="model",
        created=0,
        owned_by="flowforge" if card.is_embedded else card.engine,
        context_length=card.context_length,
        max_output_tokens=card.max_output_tokens,
        can=sorted(card.can),
        price=ModelPrice.model_validate(dict(card.price)),
        engine=card.engine,
        state=models.engines[card.name].state,
        is_default=card.name in (models.catalog.default, models.catalog.default_embeddings),
    )
