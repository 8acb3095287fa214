"""The request of a response, and the chat request that it comes to."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from flowforge_llm.core.apis.openai.chat import ChatRequest, Effort, Verbosity
from flowforge_llm.core.apis.openai.leniency import ClientRequest
from flowforge_llm.core.apis.openai.messages import ObjectFormat, StreamOptions, TextFormat
from flowforge_llm.core.apis.responses.items import Item, ThoughtItem, joined, message_of
from servicekit import InvalidInput

ResponseId = Annotated[str, Field(pattern=r"^resp_[0-9a-f]{16,64}$")]
NeverThere = Literal[
    "reasoning.encrypted_content",
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "message.input_image.image_url",
]
ShortText = Annotated[str, Field(max_length=512)]


class UnsuitableItems(InvalidInput):
    code = "RESPONSE_ITEMS_UNSUITABLE"
    message = "The request is not valid: {reason}."


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FlatSchemaFormat(_Part):
    type: Literal["json_schema"]
    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Name of the schema, for the model.")
    schema_: dict[str, Any] = Field(alias="schema", description="JSON Schema of the answer.")
    description: str | None = Field(default=None, description="What the answer is for, for the model.")
    strict: bool | None = Field(default=None, description="Whether the model is held to the schema.")


class TextConfig(_Part):
    format: Annotated[TextFormat | ObjectFormat | FlatSchemaFormat, Field(discriminator="type")] | None = (
        Field(default=None, description="Text, any JSON object, or JSON by a schema.")
    )
    verbosity: Verbosity | None = Field(None, description="Of OpenAI's models; refused by others.")


class Reasoning(_Part):
    effort: Effort | None = Field(None, description="Of models that reason; refused by others.")
    summary: Literal["auto", "concise", "detailed"] | None = Field(None, description="None is made.")
    generate_summary: Literal["auto", "concise", "detailed"] | None = Field(None, description="As `summary`.")


class FunctionTool(_Part):
    type: Literal["function"]
    name: str = Field(
        pattern=r"^[A-Za-z0-9_.-]{1,64}$", description="Name of the function, which its calls repeat."
    )
    description: str | None = Field(
        default=None, description="What the function does and when to use it, for the model."
    )
    parameters: dict[str, Any] | None = Field(None, description="JSON Schema of the arguments.")
    strict: bool | None = Field(default=None, description="Whether the model is held to the schema.")


class NamedFunction(_Part):
    type: Literal["function"]
    name: str = Field(description="Name of a function of `tools`.")


class ResponseRequest(ClientRequest):
    input: str | Annotated[list[Item], Field(min_length=1, max_length=2000)] = Field(
        description="The input: a text, or messages, function calls and their results."
    )
    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")
    instructions: str | None = Field(None, description="For this response only; not used for later ones.")
    previous_response_id: ResponseId | None = Field(
        None, description="The id of a stored response to continue."
    )
    max_output_tokens: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Greatest number of tokens of the response."
    )
    temperature: Annotated[float, Field(ge=0, le=2)] | None = Field(
        default=None, description="Randomness of the choice of tokens: 0 takes the likeliest."
    )
    top_p: Annotated[float, Field(gt=0, le=1)] | None = Field(
        default=None, description="Only the likeliest tokens with this total probability are drawn."
    )
    text: TextConfig | None = Field(default=None, description="Form of the text that the model writes.")
    tools: Annotated[list[FunctionTool], Field(max_length=128)] | None = Field(
        default=None, description="Functions that the model may call."
    )
    tool_choice: Literal["none", "auto", "required"] | NamedFunction | None = Field(
        default=None, description="Whether the model may, must or must not call a function, or which one."
    )
    parallel_tool_calls: bool | None = Field(
        default=None, description="Whether the model may call several tools at once."
    )
    stream: bool | None = Field(
        default=None, description="Whether the answer comes as server-sent events while it is written."
    )
    store: bool | None = Field(
        None, description="Store the response; the default is true where a store is configured."
    )
    metadata: Annotated[dict[str, ShortText], Field(max_length=16)] | None = Field(
        default=None, description="Up to 16 pairs of text that are returned with the response."
    )
    truncation: Literal["disabled"] | None = Field(None, description="What is too long is refused.")
    reasoning: Reasoning | None = Field(
        default=None, description="Setting for reasoning, for models that support it."
    )
    include: list[NeverThere] | None = Field(
        None, description="Accepted for compatibility; such data is never returned."
    )
    background: bool | None = Field(None, description="Only false is supported.")
    max_tool_calls: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Accepted: it counts calls of built-in tools, and there are none."
    )
    stream_options: StreamOptions | None = Field(
        default=None, description="Options of the stream; only with `stream`."
    )

    @field_validator("background")
    @classmethod
    def _is_answered_at_once(cls, value: bool | None) -> bool | None:  # noqa: FBT001 - a field's value
        if value:
            raise ValueError("can only be false: nothing runs on after its request")
        return value

    def messages(self) -> list[dict[str, Any]]:
        """Return the new messages of this request."""
        if isinstance(self.input, str):
            return [{"role": "user", "content": self.input}]
        return joined([message_of(item) for item in self.input if not isinstance(item, ThoughtItem)])

    def as_chat(self, earlier: Sequence[dict[str, Any]]) -> ChatRequest:
        """Return the chat request, after the messages of *earlier* responses."""
        head = [{"role": "system", "content": self.instructions}] if self.instructions else []
        told: dict[str, Any] = {
            "model": self.model,
            "messages": [*head, *joined([*earlier, *self.messages()])],
            "max_completion_tokens": self.max_output_tokens,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "response_format": self._format(),
            "tools": [_nested(tool) for tool in self.tools] if self.tools else None,
            "tool_choice": _choice(self.tool_choice),
            "parallel_tool_calls": self.parallel_tool_calls,
            "reasoning_effort": self.reasoning.effort if self.reasoning else None,
            "verbosity": self.text.verbosity if self.text else None,
        }
        try:
            return ChatRequest.model_validate(
                {key: value for key, value in told.items() if value is not None}
            )
        except ValidationError as error:
            raise UnsuitableItems(reason=error.errors()[0]["msg"].removeprefix("Value error, ")) from error

    def _format(self) -> dict[str, Any] | None:
        form = self.text.format if self.text is not None else None
        if form is None:
            return None
        told = form.model_dump(mode="json", by_alias=True, exclude_none=True)
        kind = told.pop("type")
        return {"type": kind, "json_schema": told} if isinstance(form, FlatSchemaFormat) else {"type": kind}


def _nested(tool: FunctionTool) -> dict[str, Any]:
    function = tool.model_dump(mode="json", exclude_none=True, exclude={"type"})
    return {"type": "function", "function": function}


def _choice(choice: str | NamedFunction | None) -> Any:
    if isinstance(choice, NamedFunction):
        return {"type": "function", "function": {"name": choice.name}}
    return choice
