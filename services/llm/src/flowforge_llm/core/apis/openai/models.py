"""Models as OpenAI describes them, and what callers want to know besides."""

from typing import Literal

from pydantic import BaseModel

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.port import EngineState


class ModelPrice(BaseModel):
    """For a million tokens, in the operator's currency."""

    input_per_million: float
    output_per_million: float


class ModelDescription(BaseModel):
    id: str
    object: Literal["model"]
    created: int
    owned_by: str
    context_length: int
    max_output_tokens: int | None
    can: list[str]
    price: ModelPrice
    engine: str
    state: EngineState
    is_default: bool


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
