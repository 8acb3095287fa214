"""Run many requests from one file: POST /api/v1/llm/batch.

`file` has one request per line, in the format of OpenAI's batch files: `{"custom_id": "a", "method": "POST",
"url": "/v1/chat/completions", "body": {...}}`. `url` names an operation that returns JSON, with or without
`/v1`: chat/completions, completions, responses, embeddings, moderations, rerank, score, or a task on a
`text` such as extract or classify. A line without `url` is a chat.

The result is a file with one line per request, in the same order, each with `custom_id` and either
`response` (`status_code`, `body`) or `error`. With `format` json it is a JSON array. A failed request does
not affect the others. A request waits while its model is busy; if the deadline passes first, its line is an
error, and the finished ones are returned.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.chat import ChatRequest
from flowforge_llm.core.apis.openai.completions import CompletionRequest
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.responses.request import ResponseRequest
from flowforge_llm.core.batch import MAX_LINE_BYTES, Answer, Line, lines_of, patiently, run_batch
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.operations.answer import AnswerForm, answer_question
from flowforge_llm.operations.chat.completions import complete_chat
from flowforge_llm.operations.classify import ClassifyForm, classify_text
from flowforge_llm.operations.completions import complete_text
from flowforge_llm.operations.embeddings import EmbeddingsRequest, embed_texts
from flowforge_llm.operations.entities import EntitiesForm, list_entities
from flowforge_llm.operations.extract import ExtractForm, extract_fields
from flowforge_llm.operations.moderations import ModerationRequest, moderate_texts
from flowforge_llm.operations.pii.mask import MaskForm, mask_personal_data
from flowforge_llm.operations.rerank import RerankRequest, rerank_documents
from flowforge_llm.operations.responses.create import create_response
from flowforge_llm.operations.rewrite import RewriteForm, rewrite_text
from flowforge_llm.operations.score import ScoreRequest, score_texts
from flowforge_llm.operations.sentiment import SentimentForm, score_sentiment
from flowforge_llm.operations.summarize import SummarizeForm, summarize_text
from flowforge_llm.operations.title import TitleForm, write_title
from flowforge_llm.operations.translate import TranslateForm, translate_text
from flowforge_llm.settings import LlmSettings
from servicekit import (
    BadRequest,
    Context,
    FileInput,
    FileOutput,
    FileRule,
    InvalidInput,
    OperationError,
    RequestBody,
    RequestForm,
    TimedOut,
    classify,
    operation,
    parse_json,
)

DEADLINE = timedelta(minutes=9)
ANSWER_SECONDS = 10.0
_MAX_LINES = 10_000
_EXAMPLE = b'{"custom_id": "a", "body": {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 4}}'
Handler = Callable[..., Awaitable[Any]]
SERVED: Mapping[str, tuple[type[RequestBody], Handler]] = {
    "/chat/completions": (ChatRequest, complete_chat),
    "/completions": (CompletionRequest, complete_text),
    "/embeddings": (EmbeddingsRequest, embed_texts),
    "/rerank": (RerankRequest, rerank_documents),
    "/score": (ScoreRequest, score_texts),
    "/responses": (ResponseRequest, create_response),
    "/moderations": (ModerationRequest, moderate_texts),
    "/answer": (AnswerForm, answer_question),
    "/classify": (ClassifyForm, classify_text),
    "/entities": (EntitiesForm, list_entities),
    "/extract": (ExtractForm, extract_fields),
    "/pii/mask": (MaskForm, mask_personal_data),
    "/rewrite": (RewriteForm, rewrite_text),
    "/sentiment": (SentimentForm, score_sentiment),
    "/summarize": (SummarizeForm, summarize_text),
    "/title": (TitleForm, write_title),
    "/translate": (TranslateForm, translate_text),
}


class StreamInBatch(InvalidInput):
    code = "STREAM_IN_BATCH"
    message = "'stream' is not supported in batches: leave it out."


class FileInBatch(InvalidInput):
    code = "FILE_IN_BATCH"
    message = "'file' is not supported in batches: send its content as 'text'."


class UnknownBatchAddress(InvalidInput):
    code = "BATCH_URL_UNKNOWN"
    message = "'url' is {url}, which batches do not support. Supported: {served}."


class OtherEndpoint(InvalidInput):
    code = "BATCH_ENDPOINT_MISMATCH"
    message = "'url' is {url}, and the batch was created for '{endpoint}'."


class BatchTooLong(BadRequest):
    code = "BATCH_TOO_LONG"
    message = "A batch has at most {limit} requests: send the rest in another batch."


class OutOfBatchTime(TimedOut):
    code = "BATCH_OUT_OF_TIME"
    message = "The batch reached its deadline before this request was finished: send it again."


class BatchForm(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=64 << 20)] = Field(
        description="The requests, one JSON object on each line."
    )
    concurrency: Annotated[int, Field(ge=1, le=32)] = Field(
        4, description="Number of requests that run at the same time."
    )
    format: Literal["jsonl", "json"] = Field(default="jsonl", description="Format of the answers.")


class BatchLine(RequestBody):
    custom_id: Annotated[str, Field(max_length=512)] | None = None
    method: Literal["POST"] = "POST"
    url: str = "/v1/chat/completions"
    body: dict[str, Any]


class BatchReport(BaseModel):
    requests: int = Field(description="Requests in the file.")
    succeeded: int = Field(description="How many of them were answered.")
    failed: int = Field(description="How many of them failed; their lines carry the errors.")


@operation(
    "/batch",
    json_file=True,
    example={"file": {"base64": base64.b64encode(_EXAMPLE).decode()}},
    errors=[BatchTooLong],
    deadline=DEADLINE,
)
async def run_requests(
    form: BatchForm, context: Context, models: ModelService, settings: LlmSettings
) -> FileOutput[BatchReport]:
    resources = {"context": context, "models": models, "settings": settings}
    until = context.deadline - ANSWER_SECONDS
    total = await asyncio.to_thread(count_requests, form.file)
    target = context.workspace / "answers.jsonl"

    async def run(number: int, line: Line) -> Answer:
        return await answer_line(f"{context.request_id}-{number}", line, until, resources)

    with closing(form.file.open()) as stream:
        counts = await run_batch(
            lines_of(stream, MAX_LINE_BYTES),
            run,
            target,
            concurrency=form.concurrency,
            progress=lambda done: context.progress(done, total, "requests"),
        )
    report = BatchReport(requests=counts.requests, succeeded=counts.succeeded, failed=counts.failed)
    if form.format == "json":
        whole = await asyncio.to_thread(_as_array, target)
        return FileOutput(whole, "application/json", "answers.json", report)
    return FileOutput(target, "application/jsonl", "answers.jsonl", report)


async def answer_line(
    request_id: str,
    line: Line,
    until: float,
    resources: Mapping[str, Any],
    *,
    endpoint: str | None = None,
) -> Answer:
    """Answer one line, which has to call *endpoint*; whatever goes wrong with it becomes its answer."""
    custom_id = custom_id_of(line)
    try:
        async with asyncio.timeout(until - time.monotonic()):
            body = await _perform(line, until, resources, endpoint)
    except TimeoutError:
        return _failure(custom_id, request_id, OutOfBatchTime())
    except Exception as error:  # noqa: BLE001 - one request must not end the batch; classify logs it
        return _failure(custom_id, request_id, classify(error, request_id))
    response = {"status_code": 200, "request_id": request_id, "body": body}
    return {"id": request_id, "custom_id": custom_id, "response": response, "error": None}


async def _perform(line: Line, until: float, resources: Mapping[str, Any], endpoint: str | None) -> Any:
    wanted: BatchLine = parse_json(BatchLine, line)
    path = wanted.url.removeprefix("/api/v1/llm").removeprefix("/v1")
    if endpoint is not None and path != endpoint.removeprefix("/v1"):
        raise OtherEndpoint(url=repr(wanted.url[:200]), endpoint=endpoint)
    if path not in SERVED:
        raise UnknownBatchAddress(url=repr(wanted.url[:200]), served=", ".join(SERVED))
    model, handler = SERVED[path]
    if issubclass(model, RequestForm) and "file" in wanted.body:
        raise FileInBatch
    request = parse_json(model, orjson.dumps(wanted.body))
    if getattr(request, "stream", None):
        raise StreamInBatch
    given = {name: value for name, value in resources.items() if name in handler.__annotations__}
    result: BaseModel = await patiently(lambda: handler(request, **given), until)
    return result.model_dump(mode="json")


def _failure(custom_id: str | None, request_id: str, error: OperationError) -> Answer:
    told = OPENAI.render(error, request_id).model_dump(mode="json")
    response = {"status_code": OPENAI.status(type(error)), "request_id": request_id, "body": told}
    return {"id": request_id, "custom_id": custom_id, "response": response, "error": told["error"]}


def custom_id_of(line: Line) -> str | None:
    """Return the name that the caller gave a line, also where the rest of it is wrong."""
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    given = document.get("custom_id") if isinstance(document, Mapping) else None
    return given if isinstance(given, str) else None


def count_requests(file: FileInput) -> int:
    """Return the number of requests. Raises BatchTooLong before any is run."""
    with closing(file.open()) as stream:
        total = sum(1 for _ in lines_of(stream, MAX_LINE_BYTES))
    if total > _MAX_LINES:
        raise BatchTooLong(limit=_MAX_LINES)
    return total


def _as_array(path: Path) -> Path:
    target = path.with_suffix(".json")
    with path.open("rb") as source, target.open("wb") as output:
        for number, line in enumerate(source):
            output.write((b",\n" if number else b"[") + line.rstrip(b"\n"))
        output.write(b"]" if source.tell() else b"[]")
    return target
