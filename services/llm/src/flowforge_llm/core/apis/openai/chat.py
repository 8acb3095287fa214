"""Chat completions: the request, the answer, and the chunks of a stream."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from flowforge_llm.core.apis.openai.leniency import HINTS
from flowforge_llm.core.apis.openai.messages import (
    ImagePart,
    Message,
    NamedTool,
    ResponseFormat,
    TextPart,
    Tool,
    ToolChoice,
)
from flowforge_llm.core.apis.openai.sampling import SamplingRequest

FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]
_OURS = {
    *("model", "stream", "stream_options", "cache", "max_completion_tokens", "store", "metadata"),
    *("modalities", "prediction", *HINTS),
}
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]
TemplateValue = str | bool | Annotated[int, Field(ge=-(2**63), lt=2**63)]
Verbosity = Literal["low", "medium", "high"]


class ChatRequest(SamplingRequest):
    messages: list[Message] = Field(
        min_length=1, max_length=2000, description="The conversation so far, in order."
    )
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Greatest number of tokens of the answer."
    )
    max_tokens: Annotated[int, Field(ge=1)] | None = Field(
        None, description="OpenAI's older name of `max_completion_tokens`."
    )
    logprobs: bool | None = Field(
        default=None, description="Whether to return the log probability of each token."
    )
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = Field(
        default=None,
        description="How many of the likeliest tokens to return at each place; needs `logprobs`.",
    )
    response_format: ResponseFormat | None = Field(
        default=None, description="Form of the answer: text, any JSON object, or JSON by a schema."
    )
    tools: Annotated[list[Tool], Field(max_length=128)] | None = Field(
        default=None, description="Functions that the model may call."
    )
    tool_choice: ToolChoice | None = Field(
        default=None, description="Whether the model may, must or must not call a tool, or which one."
    )
    parallel_tool_calls: bool | None = Field(
        default=None, description="Whether the model may call several tools at once."
    )
    reasoning_effort: Effort | None = Field(None, description="Of models that reason; refused by others.")
    verbosity: Verbosity | None = Field(None, description="Of OpenAI's models; refused by others.")
    chat_template_kwargs: dict[str, TemplateValue] | None = Field(
        None, description="Arguments of the model's chat template, as in vLLM."
    )
    modalities: list[Literal["text"]] | None = Field(None, description="Answers are text.")
    prediction: dict[str, Any] | None = Field(None, description="Accepted; it would only save time.")
    store: bool | None = Field(None, description="Accepted; nothing is stored.")
    metadata: dict[str, str] | None = Field(None, description="Accepted; nothing is stored.")

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if self.top_logprobs is not None and not self.logprobs:
            raise ValueError("'top_logprobs' needs 'logprobs': true")
        if self.stream_options is not None and not self.stream:
            raise ValueError("'stream_options' needs 'stream': true")
        self._check_tools()
        return self

    def _check_tools(self) -> None:
        names = [tool.function.name for tool in self.tools or ()]
        if len(names) != len(set(names)):
            raise ValueError("'tools' has two functions of the same name")
        if self.tool_choice not in (None, "none") and not names:
            raise ValueError("'tool_choice' needs 'tools'")
        if isinstance(self.tool_choice, NamedTool) and self.tool_choice.function.name not in names:
            raise ValueError(
                f"'tool_choice' names '{self.tool_choice.function.name}', which is not in 'tools'"
            )

    @property
    def shows_pictures(self) -> bool:
        return bool(self._pictures)

    @property
    def reads_urls(self) -> bool:
        return any(not url.lower().startswith("data:") for url in self._pictures)

    @property
    def _pictures(self) -> list[str]:
        contents = [message.content for message in self.messages if isinstance(message.content, list)]
        return [part.image_url.url for parts in contents for part in parts if isinstance(part, ImagePart)]

    def texts(self) -> Iterator[str]:
        """Yield everything that the model would read."""
        for message in self.messages:
            if isinstance(message.content, str):
                yield message.content
            for part in message.content if isinstance(message.content, list) else ():
                yield part.text if isinstance(part, TextPart) else ""
            yield from (call.function.arguments for call in message.tool_calls or ())

    def body(self) -> dict[str, Any]:
        """Return what the engine gets: what the caller set, `max_tokens` and `system` under these names."""
        body = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=_OURS)
        if self.verbosity == "medium":  # what is meant without it
            del body["verbosity"]
        for message in body["messages"]:
            if message["role"] == "developer":  # few chat templates know it
                message["role"] = "system"
        limit = self.max_completion_tokens or self.max_tokens
        return {**body, "max_tokens": limit} if limit is not None else body


class Answer(BaseModel):
    """Unknown fields of engines, such as `reasoning_content`, pass through."""

    model_config = {"extra": "allow"}


class AssistantMessage(Answer):
    role: Literal["assistant"]
    content: str | None = Field(description="Text of the answer; null if it consists of tool calls.")
    refusal: str | None = Field(description="Text with which the model refuses; null if it does not.")


class ChatChoice(Answer):
    index: int = Field(description="Number of the choice, from 0.")
    message: AssistantMessage = Field(description="The answer.")
    finish_reason: str | None = Field(
        description=(
            "Why the text ends: `stop`, `length` at the token limit, or `tool_calls`; null while it goes on."
        )
    )


class TokenUsage(Answer):
    prompt_tokens: int = Field(description="Tokens of the input.")
    completion_tokens: int = Field(description="Tokens that the model wrote.")
    total_tokens: int = Field(description="Input and output tokens together.")


class ChatCompletion(Answer):
    """As OpenAI's; `tool_calls` and `logprobs` stand where they were asked for."""

    id: str = Field(description="Identifier of this completion.")
    object: Literal["chat.completion"]
    created: int = Field(description="When it was created, in seconds since 1970.")
    model: str = Field(description="Name of the model that answered.")
    choices: list[ChatChoice] = Field(description="The answers, as many as `n`.")
    usage: TokenUsage | None = Field(description="Tokens that this request used.")


# All may be missing: a field that does not change is left out, not null.
_DELTA: dict[str, JsonValue] = {
    "role": {"type": "string", "enum": ["assistant"], "description": "In the first chunk of a choice."},
    "content": {"type": ["string", "null"], "description": "Text to append."},
    "refusal": {"type": ["string", "null"], "description": "Text with which the model refuses."},
    "tool_calls": {
        "type": "array",
        "items": {"type": "object", "additionalProperties": True},
        "description": "Tool calls to begin or to go on with, each with its `index`.",
    },
}


class ChatDelta(Answer):
    """What is new of one choice."""

    model_config = ConfigDict(json_schema_extra={"properties": _DELTA})


class ChunkChoice(Answer):
    index: int = Field(description="Number of the choice, from 0.")
    delta: ChatDelta = Field(description="What was added since the chunk before.")
    finish_reason: str | None = Field(
        description=(
            "Why the text ends: `stop`, `length` at the token limit, or `tool_calls`; null while it goes on."
        )
    )


class ChatChunk(Answer):
    """One event of a stream; the last data is `[DONE]`."""

    id: str = Field(description="Identifier of the completion, the same in all of its chunks.")
    object: Literal["chat.completion.chunk"]
    created: int = Field(description="When it was created, in seconds since 1970.")
    model: str = Field(description="Name of the model that answered.")
    choices: list[ChunkChoice] = Field(
        description="What was added to each choice; empty in the chunk with the usage."
    )
