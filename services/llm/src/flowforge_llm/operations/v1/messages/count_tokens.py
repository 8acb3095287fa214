"""Count the tokens of messages, compatible with Anthropic: POST /api/v1/llm/v1/messages/count_tokens."""

from pydantic import BaseModel

from flowforge_llm.core.anthropic.dialect import ANTHROPIC
from flowforge_llm.core.anthropic.request import ConversationRequest, UnsuitableMessages
from flowforge_llm.core.conversation import prepare
from flowforge_llm.core.desk import Desk
from flowforge_llm.core.faults import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.pictures import PICTURE_ERRORS
from servicekit import Context, operation


class CountedMessages(BaseModel):
    input_tokens: int


@operation(
    "/v1/messages/count_tokens",
    example={"messages": [{"role": "user", "content": "Hello world"}]},
    errors=[*GENERATION_ERRORS, *SCHEMA_ERRORS, UnsuitableTogether, UnsuitableMessages, *PICTURE_ERRORS],
    dialect=ANTHROPIC,
)
async def count_messages(request: ConversationRequest, context: Context, desk: Desk) -> CountedMessages:
    inquiry = (await prepare(desk, request.as_chat(), context)).inquiry
    tokens = await desk.engines[inquiry.card.name].tokens({"messages": inquiry.body["messages"]})
    return CountedMessages(input_tokens=len(tokens))
