"""Messages, tools and answer formats of chat requests."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowforge_llm.core.apis.openai.leniency import as_sent_back

Role = Literal["system", "developer", "user", "assistant", "tool"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextPart(_Part):
    type: Literal["text"]
    text: str


class ImageAddress(_Part):
    url: str = Field(
        description="A data: URL, or a public address. It is downloaded here: the model gets the picture."
    )
    detail: Literal["auto", "low", "high"] | None = None


class ImagePart(_Part):
    type: Literal["image_url"]
    image_url: ImageAddress


Part = Annotated[TextPart | ImagePart, Field(discriminator="type")]


class FunctionCall(_Part):
    name: str
    arguments: str = Field(description="JSON as a string.")


class ToolCall(_Part):
    id: str
    type: Literal["function"] = "function"
    function: FunctionCall
    index: int | None = Field(None, exclude=True, description="Accepted: streamed tool calls have it.")


class Message(_Part):
    """One message. `content` may be left out of an assistant's that calls tools.

    An assistant's may be sent back as it came: what only answers have is left out.
    """

    role: Role
    content: str | list[Part] | None = None
    name: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None
    refusal: str | None = None

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
    name: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    description: str | None = None
    parameters: dict[str, Any] | None = Field(None, description="JSON Schema of the arguments.")
    strict: bool | None = None


class Tool(_Part):
    type: Literal["function"]
    function: FunctionDeclaration


class FunctionName(_Part):
    name: str


class NamedTool(_Part):
    type: Literal["function"]
    function: FunctionName


ToolChoice = Literal["none", "auto", "required"] | NamedTool


class TextFormat(_Part):
    type: Literal["text"]


class ObjectFormat(_Part):
    type: Literal["json_object"]


class NamedSchema(_Part):
    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    description: str | None = None
    schema_: dict[str, Any] = Field(alias="schema", description="JSON Schema of the answer.")
    strict: bool | None = None


class SchemaFormat(_Part):
    type: Literal["json_schema"]
    json_schema: NamedSchema


ResponseFormat = Annotated[TextFormat | ObjectFormat | SchemaFormat, Field(discriminator="type")]


class StreamOptions(_Part):
    include_usage: bool | None = None
    include_obfuscation: bool | None = Field(None, description="Accepted; streams are never padded.")
