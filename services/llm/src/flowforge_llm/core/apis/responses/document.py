"""A response as its callers see it."""

import time
from collections.abc import Mapping
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel

from flowforge_llm.core.apis.responses.request import ResponseRequest

Status = Literal["in_progress", "completed", "incomplete"]


class SpokenText(BaseModel):
    type: Literal["output_text"]
    text: str
    annotations: list[Any]
    logprobs: list[Any]


class OutputMessage(BaseModel):
    type: Literal["message"]
    id: str
    role: Literal["assistant"]
    status: Status
    content: list[SpokenText]


class OutputCall(BaseModel):
    type: Literal["function_call"]
    id: str
    call_id: str
    name: str
    arguments: str
    status: Status


class CachedTokens(BaseModel):
    cached_tokens: int


class ReasoningTokens(BaseModel):
    reasoning_tokens: int


class ResponseUsage(BaseModel):
    input_tokens: int
    input_tokens_details: CachedTokens
    output_tokens: int
    output_tokens_details: ReasoningTokens
    total_tokens: int


class IncompleteDetails(BaseModel):
    reason: Literal["max_output_tokens", "content_filter"]


class ResponseDocument(BaseModel):
    id: str
    object: Literal["response"]
    created_at: int
    status: Status
    error: None
    incomplete_details: IncompleteDetails | None
    instructions: str | None
    max_output_tokens: int | None
    metadata: dict[str, str]
    model: str
    output: list[OutputMessage | OutputCall]
    parallel_tool_calls: bool
    previous_response_id: str | None
    store: bool
    temperature: float | None
    text: dict[str, Any]
    tool_choice: Any
    tools: list[dict[str, Any]]
    top_p: float | None
    truncation: Literal["disabled"]
    usage: ResponseUsage | None


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
