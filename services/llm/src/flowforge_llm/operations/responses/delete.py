"""Delete a stored response: DELETE /api/v1/llm/responses/{response_id}."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.responses.repository import (
    ResponseRepository,
    ResponsesNotStored,
    UnknownResponse,
)
from flowforge_llm.core.apis.responses.request import ResponseId
from flowforge_llm.settings import LlmSettings
from servicekit import Context, operation


class DeletedResponse(BaseModel):
    id: str = Field(description="Identifier of the response that was deleted.")
    object: Literal["response"]
    deleted: Literal[True]


@operation(
    "/responses/{response_id}",
    method="DELETE",
    example={"response_id": "resp_019ab2c3d4e50123456789abcdef0123"},
    errors=[UnknownResponse, ResponsesNotStored],
    dialect=OPENAI,
)
def delete_response(response_id: ResponseId, context: Context, settings: LlmSettings) -> DeletedResponse:
    ResponseRepository(context.store, settings.response_days).drop(response_id)
    return DeletedResponse(id=response_id, object="response", deleted=True)
