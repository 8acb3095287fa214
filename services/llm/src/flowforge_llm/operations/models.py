"""List the models that the caller may use, as OpenAI does: GET /api/v1/llm/models.

Beside OpenAI's fields each says its context length, what it can do, what it costs, and whether its engine is
`loaded`, `unloaded` (started by the first request), `starting`, `failed`, or `remote`.
"""

from typing import Literal

from pydantic import BaseModel

from flowforge_llm.core.catalogue import ModelCard
from flowforge_llm.core.desk import Desk
from flowforge_llm.core.openai.dialect import OPENAI
from flowforge_llm.core.port import EngineState
from servicekit import Context, operation


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


class ModelList(BaseModel):
    object: Literal["list"]
    data: list[ModelDescription]


@operation("/models", method="GET", example=None, dialect=OPENAI)
async def list_models(context: Context, desk: Desk) -> ModelList:
    offered = desk.offered(context.consumer.tier)
    return ModelList(object="list", data=[describe(card, desk) for card in offered])


def describe(card: ModelCard, desk: Desk) -> ModelDescription:
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
        state=desk.engines[card.name].state,
        is_default=card.name in (desk.catalogue.default, desk.catalogue.default_embeddings),
    )
