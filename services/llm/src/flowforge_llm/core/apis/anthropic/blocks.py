"""What messages are made of: texts, pictures, calls of tools and their results."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flowforge_llm.core.apis.openai.leniency import without_nulls

_HINTS = ("cache_control", "citations", "caller")  # they change nothing about an answer here


class Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_hints(cls, data: Any) -> Any:
        told = without_nulls(data)
        return (
            {key: value for key, value in told.items() if key not in _HINTS}
            if isinstance(told, dict)
            else told
        )


class TextBlock(Block):
    type: Literal["text"]
    text: str = Field(description="The text of this block.")


class PictureData(Block):
    type: Literal["base64"]
    media_type: Literal["image/jpeg", "image/png", "image/gif", "image/webp"] = Field(
        description="Media type of the picture."
    )
    data: str = Field(description="The picture in base64.")


class PictureAddress(Block):
    type: Literal["url"]
    url: str = Field(description="A public address, which is downloaded here: the model gets the picture.")


class PictureBlock(Block):
    type: Literal["image"]
    source: Annotated[
        PictureData | PictureAddress,
        Field(discriminator="type", description="The picture: its data, or a URL that is fetched."),
    ]


class ToolUseBlock(Block):
    type: Literal["tool_use"]
    id: str = Field(description="Identifier of the call, which its result repeats.")
    name: str = Field(description="Name of the tool that the model called.")
    input: dict[str, Any] = Field(description="Arguments of the call.")


class ToolResultBlock(Block):
    type: Literal["tool_result"]
    tool_use_id: str = Field(description="The `id` of the tool use that this answers.")
    content: str | list[TextBlock] = Field(default="", description="What the tool returned.")
    is_error: bool = Field(default=False, description="Whether the tool failed.")


class ThinkingBlock(Block):
    """What a model thought before, sent back: no chat template reads it again."""

    type: Literal["thinking", "redacted_thinking"] = Field(
        description="`redacted_thinking` carries `data` instead of `thinking`."
    )
    thinking: str | None = Field(
        default=None, description="Reasoning of an earlier answer; it is accepted and not used."
    )
    signature: str | None = Field(
        default=None, description="Signature of the reasoning; it is accepted and not used."
    )
    data: str | None = Field(default=None, description="Redacted reasoning; it is accepted and not used.")


AnyBlock = Annotated[
    TextBlock | PictureBlock | ToolUseBlock | ToolResultBlock | ThinkingBlock, Field(discriminator="type")
]


class Turn(Block):
    role: Literal["user", "assistant"] = Field(description="Who speaks.")
    content: str | list[AnyBlock] = Field(
        description="What was said: a text, or blocks of text, pictures and tool calls."
    )

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield what it is in chat completions: results of tools first, each in a message of its own."""
        blocks = (
            [TextBlock(type="text", text=self.content)] if isinstance(self.content, str) else self.content
        )
        yield from (_result(one) for one in blocks if isinstance(one, ToolResultBlock))
        parts = [_part(one) for one in blocks if isinstance(one, TextBlock | PictureBlock)]
        calls = [_call(one) for one in blocks if isinstance(one, ToolUseBlock)]
        if calls:
            yield {"role": self.role, "content": parts or None, "tool_calls": calls}
        elif parts:
            yield {"role": self.role, "content": parts}


def words_of(content: str | list[TextBlock]) -> str:
    return content if isinstance(content, str) else "\n".join(block.text for block in content)


def _result(block: ToolResultBlock) -> dict[str, Any]:
    words = words_of(block.content)
    return {
        "role": "tool",
        "tool_call_id": block.tool_use_id,
        "content": f"Error: {words}" if block.is_error else words,
    }


def _call(block: ToolUseBlock) -> dict[str, Any]:
    arguments = json.dumps(block.input, ensure_ascii=False)  # its numbers may be of any size
    return {"id": block.id, "type": "function", "function": {"name": block.name, "arguments": arguments}}


def _part(block: TextBlock | PictureBlock) -> dict[str, Any]:
    if isinstance(block, TextBlock):
        return {"type": "text", "text": block.text}
    source = block.source
    url = (
        source.url if isinstance(source, PictureAddress) else f"data:{source.media_type};base64,{source.data}"
    )
    return {"type": "image_url", "image_url": {"url": url}}
