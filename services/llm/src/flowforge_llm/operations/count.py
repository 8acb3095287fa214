"""Count the tokens of a text or conversation, and of the room left for output: POST /api/v1/llm/count."""

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.chat.counting import CountedRequest, count_tokens
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, operation


class CountRequest(CountedRequest):
    """A `prompt` or `messages`."""


class TokenCount(BaseModel):
    model: str = Field(description="Name of the model that answered.")
    count: int = Field(description="Tokens of the text or conversation.")
    context_length: int = Field(description="Tokens that input and output can have together.")
    fits: bool = Field(description="Whether the input fits into the context.")
    left_for_output: int = Field(description="How many tokens an answer may have at most.")
    max_input_tokens: int | None = Field(description="The limit of the caller's tier for one request.")
    input_cost: float = Field(description="In the operator's currency.")


@operation(
    "/count", example={"prompt": "Hello world"}, errors=[*GENERATION_ERRORS, *PICTURE_ERRORS], dialect=OPENAI
)
async def count_text(request: CountRequest, context: Context, models: ModelService) -> TokenCount:
    tier = context.consumer.tier
    card, tokens = await count_tokens(request, models, context)
    count, limits = len(tokens), models.catalog.limits(tier)
    bounds = [
        card.context_length - count,
        *(one for one in (card.max_output_tokens, limits.max_output_tokens) if one is not None),
    ]
    within_tier = limits.max_input_tokens is None or count <= limits.max_input_tokens
    return TokenCount(
        model=card.name,
        count=count,
        context_length=card.context_length,
        fits=count <= card.context_length and within_tier,
        left_for_output=max(min(bounds), 0),
        max_input_tokens=limits.max_input_tokens,
        input_cost=card.price.of(count, 0),
    )
