"""Count the tokens of messages, compatible with Anthropic: POST /api/v1/llm/v1/messages/count_tokens."""

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.anthropic.dialect import ANTHROPIC
from flowforge_llm.core.apis.anthropic.request import ConversationRequest, UnsuitableMessages
from flowforge_llm.core.chat.conversation import prepare
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.errors import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.models.model_service import ModelService
from servicekit import Context, operation


class CountedMessages(BaseModel):
    input_tokens: int = Field(description="Tokens of the input.")


@operation(
    "/v1/messages/count_tokens",
    example={"messages": [{"role": "user", "content": "Hello world"}]},
    errors=[*GENERATION_ERRORS, *SCHEMA_ERRORS, UnsuitableTogether, UnsuitableMessages, *PICTURE_ERRORS],
    dialect=ANTHROPIC,
)
async def count_messages(
    request: ConversationRequest, context: Context, models: ModelService
) -> CountedMessages:
    model_request = (await prepare(models, request.as_chat(), context)).model_request
    tokens = await models.engines[model_request.card.name].tokens(
        {"messages": model_request.body["messages"]}
    )
    return CountedMessages(input_tokens=len(tokens))
