"""Convert tokens to text: POST /api/v1/llm/detokenize."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, RequestBody, operation


class DetokenizeRequest(RequestBody):
    tokens: Annotated[
        list[Annotated[int, Field(ge=0, lt=2**31)]],
        Field(max_length=200_000, description="Token ids of this model."),
    ]
    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")


class DetokenizedText(BaseModel):
    model: str = Field(description="Name of the model that answered.")
    prompt: str = Field(description="The text of the tokens.")


@operation("/detokenize", example={"tokens": [19556, 905]}, errors=GENERATION_ERRORS, dialect=OPENAI)
async def detokenize_tokens(
    request: DetokenizeRequest, context: Context, models: ModelService
) -> DetokenizedText:
    card = models.choose(request.model, context.consumer.tier)
    text = await models.engines[card.name].text(request.tokens) if request.tokens else ""
    return DetokenizedText(model=card.name, prompt=text)
