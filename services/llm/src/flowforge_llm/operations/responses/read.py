"""Get a stored response: GET /api/v1/llm/responses/{response_id}."""

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.responses.document import ResponseDocument
from flowforge_llm.core.apis.responses.repository import (
    ResponseRepository,
    ResponsesNotStored,
    UnknownResponse,
)
from flowforge_llm.core.apis.responses.request import ResponseId
from flowforge_llm.settings import LlmSettings
from servicekit import Context, operation


@operation(
    "/responses/{response_id}",
    method="GET",
    example={"response_id": "resp_019ab2c3d4e50123456789abcdef0123"},
    errors=[UnknownResponse, ResponsesNotStored],
    dialect=OPENAI,
)
def read_response(response_id: ResponseId, context: Context, settings: LlmSettings) -> ResponseDocument:
    kept = ResponseRepository(context.store, settings.response_days).find(response_id)
    return ResponseDocument.model_validate(kept.document)
