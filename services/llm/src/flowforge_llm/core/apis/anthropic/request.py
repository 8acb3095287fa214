"""The request of a message, and the chat request that it comes to."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from flowforge_llm.core.apis.anthropic.blocks import Block, TextBlock, Turn, words_of
from flowforge_llm.core.apis.openai.chat import ChatRequest
from flowforge_llm.core.apis.openai.leniency import without_nulls
from servicekit import InvalidInput, RequestBody

_NAMES = {"stop": "stop_sequences", "max_completion_tokens": "max_tokens"}


class UnsuitableMessages(InvalidInput):
    code = "MESSAGES_UNSUITABLE"
    message = "The messages are not valid: {reason}."


class ToolDeclaration(Block):
    type: Literal["custom"] = "custom"
    name: str = Field(
        pattern=r"^[A-Za-z0-9_.-]{1,64}$", description="Name of the tool, which its calls repeat."
    )
    description: str | None = Field(
        default=None, description="What the tool does and when to use it, for the model."
    )
    input_schema: dict[str, Any] = Field(description="JSON Schema of the tool's input.")


class ToolChoice(Block):
    type: Literal["auto", "any", "tool", "none"] = Field(
        description=(
            "`auto` lets the model decide, `any` requires a tool, `tool` the named one, `none` forbids them."
        )
    )
    name: str | None = Field(None, description="Of `type` tool.")
    disable_parallel_tool_use: bool | None = Field(
        default=None, description="Whether the model may call one tool at most."
    )


class Thinking(Block):
    type: Literal["disabled"] = Field(description="Models that think are asked with chat completions.")


class ConversationRequest(RequestBody):
    """What a model is to read."""

    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")
    messages: list[Turn] = Field(
        min_length=1, max_length=2000, description="The conversation so far, in order."
    )
    system: str | list[TextBlock] | None = Field(
        default=None, description="Instructions that stand above the conversation."
    )
    tools: Annotated[list[ToolDeclaration], Field(max_length=128)] | None = Field(
        default=None, description="Tools that the model may call."
    )
    tool_choice: ToolChoice | None = Field(
        default=None, description="Whether the model may, must or must not call a tool."
    )
    thinking: Thinking | None = Field(
        default=None, description="Setting for extended thinking, for models that support it."
    )

    @model_validator(mode="before")
    @classmethod
    def _nulls_are_left_out(cls, data: Any) -> Any:
        return without_nulls(data)

    def as_chat(self) -> ChatRequest:
        """Return the chat request. Raises UnsuitableMessages."""
        try:
            return ChatRequest.model_validate(self.chat_fields())
        except ValidationError as error:
            first = error.errors()[0]
            field = str(first["loc"][0]) if first["loc"] else "messages"
            reason = f"'{_NAMES.get(field, field)}': {first['msg'].removeprefix('Value error, ')}"
            raise UnsuitableMessages(reason=reason) from error

    def chat_fields(self) -> dict[str, Any]:
        head = [{"role": "system", "content": words_of(self.system)}] if self.system else []
        fields: dict[str, Any] = {
            "model": self.model,
            "messages": [*head, *(message for turn in self.messages for message in turn.messages())],
        }
        if self.tools:
            fields |= {"tools": [_function(tool) for tool in self.tools], **_choice(self.tool_choice)}
        return fields


class MessageRequest(ConversationRequest):
    max_tokens: Annotated[int, Field(ge=1, description="Greatest number of tokens of the answer.")]
    stop_sequences: list[str] | None = Field(default=None, description="Texts at which the answer ends.")
    stream: bool | None = Field(
        default=None, description="Whether the answer comes as server-sent events while it is written."
    )
    temperature: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Randomness of the choice of tokens: 0 takes the likeliest."
    )
    top_k: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Only this many of the likeliest tokens are drawn."
    )
    top_p: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Only the likeliest tokens with this total probability are drawn."
    )
    metadata: dict[str, Any] | None = Field(None, description="Accepted; the gateway identifies the caller.")
    service_tier: str | None = Field(None, description="Accepted; it has no effect.")

    def chat_fields(self) -> dict[str, Any]:
        named = {"stop": self.stop_sequences or None, "max_completion_tokens": self.max_tokens}
        same = self.model_dump(include={"temperature", "top_k", "top_p"})
        return {**super().chat_fields(), **named, **same}


def _function(tool: ToolDeclaration) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.input_schema}
    return {"type": "function", "function": function}


def _choice(choice: ToolChoice | None) -> dict[str, Any]:
    if choice is None:
        return {}
    named = {"type": "function", "function": {"name": choice.name}}
    told: dict[str, Any] = {"any": "required", "tool": named}
    parallel = (
        {}
        if choice.disable_parallel_tool_use is None
        else {"parallel_tool_calls": not choice.disable_parallel_tool_use}
    )
    return {"tool_choice": told.get(choice.type, choice.type), **parallel}
