"""Answer questions from passages with the llm service."""

from typing import Any

from flowforge_vector.engines.endpoint import Endpoint, EndpointAway, JsonClient
from servicekit import Consumer, NotInstalled, Unavailable, UpstreamFailed

_OK, _BUSY = 200, (429, 503, 504)


class AnswerModelMissing(NotInstalled):
    code = "ANSWER_MODEL_NOT_CONFIGURED"
    message = "No language model is configured: set FLOWFORGE_VECTOR_LLM_URL to the llm service."


class AnswerModelAway(Unavailable):
    code = "ANSWER_MODEL_UNAVAILABLE"
    message = "The language model does not answer at present: try again shortly."


class AnswerModelFailed(UpstreamFailed):
    code = "ANSWER_MODEL_FAILED"
    message = "The language model gave no usable answer: {reason}."


ANSWER_ERRORS = (AnswerModelMissing, AnswerModelAway, AnswerModelFailed)


class Answerer:
    """Asks `POST <llm>/answer`. Without an endpoint every call raises AnswerModelMissing."""

    def __init__(self, endpoint: Endpoint | None) -> None:
        self._client = JsonClient(endpoint) if endpoint is not None else None

    async def answer(self, question: str, text: str, model: str | None, consumer: Consumer) -> dict[str, Any]:
        """Return the answer to a question from a text, with quotes and their places in it."""
        if self._client is None:
            raise AnswerModelMissing
        body = {"question": question, "text": text, **({"model": model} if model is not None else {})}
        try:
            status, document = await self._client.post("/answer", body, consumer)
        except EndpointAway as error:
            raise AnswerModelAway from error
        if status in _BUSY:
            raise AnswerModelAway
        if status != _OK or not isinstance(document, dict) or "answerable" not in document:
            raise AnswerModelFailed(reason=_reason(status, document))
        return document

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()


def _reason(status: int, document: Any) -> str:
    error = document.get("error") if isinstance(document, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return str(message or f"status {status}").rstrip(".")
