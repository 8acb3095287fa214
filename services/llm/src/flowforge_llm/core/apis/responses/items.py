"""What goes into a response: items, which are messages, calls of functions and their results."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from flowforge_llm.core.apis.openai.leniency import as_sent_back


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputText(_Item):
    type: Literal["input_text"]
    text: str = Field(description="The text of this part.")


class OutputText(_Item):
    """What a model said before, sent back."""

    type: Literal["output_text"]
    text: str = Field(description="Text of an earlier answer.")
    annotations: list[dict[str, Any]] | None = Field(
        default=None, description="Annotations of an earlier answer; they are not used."
    )
    logprobs: list[dict[str, Any]] | None = Field(
        default=None, description="Log probabilities of an earlier answer; they are not used."
    )


class InputImage(_Item):
    type: Literal["input_image"]
    image_url: str = Field(
        description="A data: URL, or a public address, which is downloaded here: the model gets the picture."
    )
    detail: Literal["auto", "low", "high"] | None = Field(
        default=None, description="Resolution at which the model sees the picture."
    )


InputPart = Annotated[InputText | OutputText | InputImage, Field(discriminator="type")]


class MessageItem(_Item):
    """An assistant's may be sent back as it came: what only answers have is left out."""

    type: Literal["message"] = "message"
    role: Literal["user", "assistant", "system", "developer"] = Field(description="Who speaks.")
    content: str | list[InputPart] = Field(
        description="What was said: a text, or parts of text and pictures."
    )
    id: str | None = Field(default=None, description="Identifier of the item in an earlier response.")
    status: str | None = Field(
        default=None, description="Status of the item in an earlier response; it is not used."
    )

    @model_validator(mode="before")
    @classmethod
    def _may_be_an_answer(cls, data: Any) -> Any:
        return as_sent_back(data)


class CallItem(_Item):
    type: Literal["function_call"]
    call_id: str = Field(description="Identifier of the call, which its result repeats.")
    name: str = Field(description="Name of the function that was called.")
    arguments: str = Field(description="Arguments of the call as JSON text.")
    id: str | None = Field(default=None, description="Identifier of the item in an earlier response.")
    status: str | None = Field(
        default=None, description="Status of the item in an earlier response; it is not used."
    )


class ResultItem(_Item):
    type: Literal["function_call_output"]
    call_id: str = Field(description="The `call_id` of the call that this answers.")
    output: str | list[InputText] = Field(description="What the function returned.")
    id: str | None = Field(default=None, description="Identifier of the item in an earlier response.")
    status: str | None = Field(
        default=None, description="Status of the item in an earlier response; it is not used."
    )


class ThoughtItem(_Item):
    """What a model thought before, sent back: no chat template reads it again."""

    type: Literal["reasoning"]
    id: str | None = Field(default=None, description="Identifier of the item in an earlier response.")
    summary: list[dict[str, Any]] | None = Field(
        default=None, description="Summary of earlier reasoning; it is not used."
    )
    content: list[dict[str, Any]] | None = Field(
        default=None, description="Text of earlier reasoning; it is not used."
    )
    encrypted_content: str | None = Field(default=None, description="Encrypted reasoning; it is not used.")
    status: str | None = Field(
        default=None, description="Status of the item in an earlier response; it is not used."
    )


def _kind(item: Any) -> str:
    """Return the type of an item; a message may leave it out."""
    given = item.get("type") if isinstance(item, dict) else getattr(item, "type", None)
    return str(given or "message")


Item = Annotated[
    Annotated[MessageItem, Tag("message")]
    | Annotated[CallItem, Tag("function_call")]
    | Annotated[ResultItem, Tag("function_call_output")]
    | Annotated[ThoughtItem, Tag("reasoning")],
    Discriminator(
        _kind,
        custom_error_type="item_type",
        custom_error_message="has a type that is not known here; known: message, function_call, "
        "function_call_output, reasoning",
    ),
]
Sayable = MessageItem | CallItem | ResultItem


def message_of(item: Sayable) -> dict[str, Any]:
    """Return *item* as a message of chat completions."""
    if isinstance(item, CallItem):
        function = {"name": item.name, "arguments": item.arguments}
        call = {"id": item.call_id, "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    if isinstance(item, ResultItem):
        told = item.output if isinstance(item.output, str) else "\n".join(part.text for part in item.output)
        return {"role": "tool", "tool_call_id": item.call_id, "content": told}
    if isinstance(item.content, str):
        return {"role": item.role, "content": item.content}
    return {"role": item.role, "content": [_part(part) for part in item.content]}


def _part(part: InputPart) -> dict[str, Any]:
    if isinstance(part, InputImage):
        image = {"url": part.image_url, "detail": part.detail}
        return {"type": "image_url", "image_url": image}
    return {"type": "text", "text": part.text}


def joined(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *messages* with calls that follow one another in one message, as chat has them."""
    told: list[dict[str, Any]] = []
    for message in messages:
        if message.get("tool_calls") and told and told[-1].get("tool_calls"):
            told[-1] = {**told[-1], "tool_calls": told[-1]["tool_calls"] + message["tool_calls"]}
        else:
            told.append(message)
    return told
