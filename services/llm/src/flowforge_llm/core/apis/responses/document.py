"""A response as its callers see it."""

import time
from collections.abc import Mapping
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.responses.request import ResponseRequest

Status = Literal["in_progress", "completed", "incomplete"]


class SpokenText(BaseModel):
    type: Literal["output_text"]
    text: str = Field(description="Text that the model wrote.")
    annotations: list[Any] = Field(description="Always empty: no hosted tools add citations.")
    logprobs: list[Any] = Field(description="Always empty: log probabilities are not reported here.")


class OutputMessage(BaseModel):
    type: Literal["message"]
    id: str = Field(description="Identifier of this item.")
    role: Literal["assistant"]
    status: Status = Field(description="Whether the message is complete.")
    content: list[SpokenText] = Field(description="Parts of the message.")


class OutputCall(BaseModel):
    type: Literal["function_call"]
    id: str = Field(description="Identifier of this item.")
    call_id: str = Field(description="Identifier of the call, which its result repeats.")
    name: str = Field(description="Name of the function to call.")
    arguments: str = Field(description="Arguments of the call as JSON text.")
    status: Status = Field(description="Whether the call is complete.")


class CachedTokens(BaseModel):
    cached_tokens: int = Field(description="Input tokens that came from a prompt cache.")


class ReasoningTokens(BaseModel):
    reasoning_tokens: int = Field(description="Output tokens that the model spent on reasoning.")


class ResponseUsage(BaseModel):
    input_tokens: int = Field(description="Tokens of the input.")
    input_tokens_details: CachedTokens = Field(description="How the input tokens divide.")
    output_tokens: int = Field(description="Tokens that the model wrote.")
    output_tokens_details: ReasoningTokens = Field(description="How the output tokens divide.")
    total_tokens: int = Field(description="Input and output tokens together.")


class IncompleteDetails(BaseModel):
    reason: Literal["max_output_tokens", "content_filter"] = Field(
        description="What ended the response early."
    )


class ResponseDocument(BaseModel):
    id: str = Field(
        description="Identifier of the response, for `previous_response_id` and for reading it again."
    )
    object: Literal["response"]
    created_at: int = Field(description="When it was created, in seconds since 1970.")
    status: Status = Field(description="Whether the response is complete; `incomplete_details` says why not.")
    error: None = Field(description="Always null: failures are answered as errors.")
    incomplete_details: IncompleteDetails | None = Field(
        description="Why the response ended early; null if it did not."
    )
    instructions: str | None = Field(description="Instructions of the request; null if there were none.")
    max_output_tokens: int | None = Field(description="Limit of the request; null if there was none.")
    metadata: dict[str, str] = Field(description="Metadata of the request.")
    model: str = Field(description="Name of the model that answered.")
    output: list[OutputMessage | OutputCall] = Field(
        description="Messages and function calls of the model, in order."
    )
    parallel_tool_calls: bool = Field(description="Whether the model could call several tools at once.")
    previous_response_id: str | None = Field(
        description="The response that this one continues; null if there is none."
    )
    store: bool = Field(description="Whether the response is kept and can be continued.")
    temperature: float | None = Field(description="Temperature of the request; null for the model's default.")
    text: dict[str, Any] = Field(description="Text format of the request.")
    tool_choice: Any = Field(description="Tool choice of the request.")
    tools: list[dict[str, Any]] = Field(description="Tools of the request.")
    top_p: float | None = Field(description="`top_p` of the request; null for the model's default.")
    truncation: Literal["disabled"]
    usage: ResponseUsage | None = Field(
        description="Tokens that the response used; null while it is streamed."
    )


def new_id(kind: str) -> str:
    """Return an id that sorts by the time it was made."""
    return f"{kind}_{time.time_ns() // 1_000_000:012x}{uuid4().hex[:20]}"


def draft(request: ResponseRequest, model: str, *, store: bool) -> ResponseDocument:
    """Return the response as it is before the model has said anything."""
    told = request.model_dump(mode="json", by_alias=True, exclude_none=True)
    return ResponseDocument(
        id=new_id("resp"),
        object="response",
        created_at=int(time.time()),
        status="in_progress",
        error=None,
        incomplete_details=None,
        instructions=request.instructions,
        max_output_tokens=request.max_output_tokens,
        metadata=request.metadata or {},
        model=model,
        output=[],
        parallel_tool_calls=bool(request.parallel_tool_calls),
        previous_response_id=request.previous_response_id,
        store=store,
        temperature=request.temperature,
        text=told.get("text") or {"format": {"type": "text"}},
        tool_choice=told.get("tool_choice", "auto"),
        tools=told.get("tools", []),
        top_p=request.top_p,
        truncation="disabled",
        usage=None,
    )


def message_item(item_id: str, text: str, status: Status) -> OutputMessage:
    part = SpokenText(type="output_text", text=text, annotations=[], logprobs=[])
    content = [part] if status != "in_progress" else []
    return OutputMessage(type="message", id=item_id, role="assistant", status=status, content=content)


def usage_of(usage: Mapping[str, Any] | None) -> ResponseUsage | None:
    """Return the usage of a chat completion under the names of responses."""
    if usage is None:
        return None
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
    thought = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    return ResponseUsage(
        input_tokens=usage["prompt_tokens"],
        input_tokens_details=CachedTokens(cached_tokens=cached),
        output_tokens=usage["completion_tokens"],
        output_tokens_details=ReasoningTokens(reasoning_tokens=thought),
        total_tokens=usage["total_tokens"],
    )
