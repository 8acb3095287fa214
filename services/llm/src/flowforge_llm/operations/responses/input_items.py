"""List the input items of a stored response: GET /api/v1/llm/responses/{response_id}/input_items.

All items that led to the response, those of earlier responses included, in pages.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.responses.repository import (
    Kept,
    ResponseRepository,
    ResponsesNotStored,
    UnknownResponse,
)
from flowforge_llm.core.apis.responses.request import ResponseId
from flowforge_llm.settings import LlmSettings
from servicekit import Context, InvalidInput, RequestBody, operation


class UnknownItem(InvalidInput):
    code = "RESPONSE_ITEM_NOT_FOUND"
    message = "'after' names the item '{id}', which this response does not have."


class InputItemsRequest(RequestBody):
    after: str | None = Field(None, description="The id of the last item of the page before.")
    limit: Annotated[int, Field(ge=1, le=100, description="Greatest number of items on a page.")] = 20
    order: Literal["asc", "desc"] = Field("desc", description="By default the newest first, as with OpenAI.")


class InputItems(BaseModel):
    object: Literal["list"]
    data: list[dict[str, Any]] = Field(description="Messages, function calls and their results.")
    first_id: str | None = Field(
        description="Identifier of the first item of this page; null if it is empty."
    )
    last_id: str | None = Field(
        description=("Identifier of the last item, for `after` of the next page; null if the page is empty.")
    )
    has_more: bool = Field(description="Whether there are more pages.")


@operation(
    "/responses/{response_id}/input_items",
    method="GET",
    example={"response_id": "resp_019ab2c3d4e50123456789abcdef0123"},
    errors=[UnknownResponse, ResponsesNotStored, UnknownItem],
    dialect=OPENAI,
)
def list_input_items(
    response_id: ResponseId, request: InputItemsRequest, context: Context, settings: LlmSettings
) -> InputItems:
    items = _items(response_id, ResponseRepository(context.store, settings.response_days).find(response_id))
    if request.order == "desc":
        items.reverse()
    start = _start(items, request.after)
    page = items[start : start + request.limit]
    return InputItems(
        object="list",
        data=page,
        first_id=page[0]["id"] if page else None,
        last_id=page[-1]["id"] if page else None,
        has_more=start + len(page) < len(items),
    )


def _start(items: list[dict[str, Any]], after: str | None) -> int:
    if after is None:
        return 0
    for number, item in enumerate(items):
        if item["id"] == after:
            return number + 1
    raise UnknownItem(id=after)


def _items(response_id: str, kept: Kept) -> list[dict[str, Any]]:
    given = kept.messages if kept.given is None else kept.messages[: kept.given]
    bare = [item for message in given for item in _bare(message)]
    name = response_id.removeprefix("resp_")
    return [{"id": f"{_PREFIXES[item['type']]}_{name}{number}", **item} for number, item in enumerate(bare)]


_PREFIXES = {"message": "msg", "function_call": "fc", "function_call_output": "fco"}


def _bare(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items that a chat message stands for."""
    if message["role"] == "tool":
        output = {"call_id": message["tool_call_id"], "output": message["content"]}
        return [{"type": "function_call_output", **output, "status": "completed"}]
    found = [
        {"type": "function_call", "call_id": call["id"], **call["function"], "status": "completed"}
        for call in message.get("tool_calls") or ()
    ]
    if message.get("content") is not None:
        role, content = message["role"], _content(message)
        found.insert(0, {"type": "message", "role": role, "content": content, "status": "completed"})
    return found


def _content(message: dict[str, Any]) -> list[dict[str, Any]]:
    content, role = message["content"], message["role"]
    parts: list[dict[str, Any]] = [{"type": "text", "text": content}] if isinstance(content, str) else content
    if role == "assistant":
        return [{"type": "output_text", "text": part["text"], "annotations": []} for part in parts]
    return [
        {"type": "input_text", "text": part["text"]}
        if part["type"] == "text"
        else {"type": "input_image", "image_url": part["image_url"]["url"], "detail": "auto"}
        for part in parts
    ]
