"""Tokenize a text, or a conversation in the model's chat template: POST /api/v1/llm/tokenize."""

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.chat.counting import CountedRequest, count_tokens
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, operation


class TokenizeRequest(CountedRequest):
    """A `prompt` or `messages`."""


class TokenizedText(BaseModel):
    model: str = Field(description="Name of the model that answered.")
    count: int = Field(description="Number of tokens.")
    max_model_len: int = Field(description="The context length of the model.")
    tokens: list[int] = Field(description="Token ids, in order.")


@operation(
    "/tokenize",
    example={"prompt": "Hello world"},
    errors=[*GENERATION_ERRORS, *PICTURE_ERRORS],
    dialect=OPENAI,
)
async def tokenize_text(request: TokenizeRequest, context: Context, models: ModelService) -> TokenizedText:
    card, tokens = await count_tokens(request, models, context)
    return TokenizedText(model=card.name, count=len(tokens), max_model_len=card.context_length, tokens=tokens)
