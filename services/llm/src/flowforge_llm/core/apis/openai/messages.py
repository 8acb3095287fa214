"""Messages, tools and answer formats of chat requests."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowforge_llm.core.apis.openai.leniency import as_sent_back

Role = Literal["system", "developer", "user", "assistant", "tool"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextPart(_Part):
    type: Literal["text"]
    text: str = Field(description="The text of this part.")


class ImageAddress(_Part):
    url: str = Field(
        description="A data: URL, or a public address. It is downloaded here: the model gets the picture."
    )
    detail: Literal["auto", "low", "high"] | None = Field(
        default=None, description="Resolution at which the model sees the picture."
    )


class ImagePart(_Part):
    type: Literal["image_url"]
    image_url: ImageAddress = Field(description="The picture.")


Part = Annotated[TextPart | ImagePart, Field(discriminator="type")]


class FunctionCall(_Part):
    name: str = Field(description="Name of the function to call.")
    arguments: str = Field(description="JSON as a string.")


class ToolCall(_Part):
    id: str = Field(description="Identifier of the call, which its result repeats.")
    type: Literal["function"] = "function"
    function: FunctionCall = Field(description="The function and its arguments.")
    index: int | None = Field(None, exclude=True, description="Accepted: streamed tool calls have it.")


class Message(_Part):
    """One message. `content` may be left out of an assistant's that calls tools.

    An assistant's may be sent back as it came: what only answers have is left out.
    """

    role: Role = Field(description="Who speaks; `tool` gives the result of a call.")
    content: str | list[Part] | None = Field(
        default=None, description="What was said: a text, or parts of text and pictures."
    )
    name: str | None = Field(default=None, description="Name of the speaker, to tell several apart.")
    tool_calls: list[ToolCall] | None = Field(
        default=None, description="Calls that the assistant made in this message."
    )
    tool_call_id: str | None = Field(
        default=None, description="The `id` of the call that this message answers, for the role `tool`."
    )
    refusal: str | None = Field(default=None, description="Text with which the assistant refused.")

    @model_validator(mode="before")
    @classmethod
    def _may_be_an_answer(cls, data: Any) -> Any:
        return as_sent_back(data)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.role == "tool" and self.tool_call_id is None:
            raise ValueError("a message of a tool needs 'tool_call_id'")
        if self.content is None and not (self.role == "assistant" and (self.tool_calls or self.refusal)):
            raise ValueError("'content' is missing: only an assistant that calls tools may leave it out")
        if self.tool_calls and self.role != "assistant":
            raise ValueError("only an assistant has 'tool_calls'")
        return self


class FunctionDeclaration(_Part):
    name: str = Field(
        pattern=r"^[A-Za-z0-9_.-]{1,64}$", description="Name of the function, which its calls repeat."
    )
    description: str | None = Field(
        default=None, description="What the function does and when to use it, for the model."
    )
    parameters: dict[str, Any] | None = Field(None, description="JSON Schema of the arguments.")
    strict: bool | None = Field(
        default=None, description="Whether the arguments must follow the schema exactly."
    )


class Tool(_Part):
    type: Literal["function"]
    function: FunctionDeclaration = Field(description="The function that the model may call.")


class FunctionName(_Part):
    name: str = Field(description="Name of a function of `tools`.")


class NamedTool(_Part):
    type: Literal["function"]
    function: FunctionName = Field(description="The function that the model must call.")


ToolChoice = Literal["none", "auto", "required"] | NamedTool


class TextFormat(_Part):
    type: Literal["text"]


class ObjectFormat(_Part):
    type: Literal["json_object"]


class NamedSchema(_Part):
    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="Name of the schema, for the model.")
    description: str | None = Field(default=None, description="What the answer is for, for the model.")
    schema_: dict[str, Any] = Field(alias="schema", description="JSON Schema of the answer.")
    strict: bool | None = Field(default=None, description="Whether the model is held to the schema.")


class SchemaFormat(_Part):
    type: Literal["json_schema"]
    json_schema: NamedSchema = Field(description="The schema that the answer follows.")


ResponseFormat = Annotated[TextFormat | ObjectFormat | SchemaFormat, Field(discriminator="type")]


class StreamOptions(_Part):
    include_usage: bool | None = Field(
        default=None, description="Whether a last chunk reports the tokens used."
    )
    include_obfuscation: bool | None = Field(None, description="Accepted; streams are never padded.")
