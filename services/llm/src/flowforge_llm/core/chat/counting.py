"""Count tokens as a model does."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_llm.core.apis.openai.messages import Message
from flowforge_llm.core.chat.pictures import fetch_pictures, has_pictures
from flowforge_llm.core.chat.tools.prompting import tell_calls
from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, RequestBody


class CountedRequest(RequestBody):
    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")
    prompt: Annotated[str, Field(max_length=4_000_000)] | None = Field(
        default=None, description="A text. Give this or `messages`."
    )
    messages: Annotated[list[Message], Field(min_length=1, max_length=2000)] | None = Field(
        default=None,
        description="A conversation, counted in the model's chat template. Give this or `prompt`.",
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.prompt is None) == (self.messages is None):
            raise ValueError("give either 'prompt' or 'messages'")
        return self


async def count_tokens(
    request: CountedRequest, models: ModelService, context: Context
) -> tuple[ModelCard, list[int]]:
    """Return the model that is meant, and the tokens that it makes of *request*. Raises ModelCannot."""
    messages = [one.model_dump(mode="json", exclude_none=True) for one in request.messages or ()]
    needs: tuple[Capability, ...] = ("vision",) if has_pictures(messages) else ()
    card = models.choose(request.model, context.consumer.tier, *needs)
    if request.messages is None:
        return card, await models.engines[card.name].tokens({"prompt": request.prompt})
    await fetch_pictures(context, messages)
    told = messages if "tools" in card.can else tell_calls(messages)
    return card, await models.engines[card.name].tokens({"messages": told})
