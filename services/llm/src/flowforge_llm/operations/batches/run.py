"""Run the requests of a batch file now, and store their answers and failures as two files.

This is what a batch does in the background: `batches` calls it as a job. For a file of a few requests it
can be called directly.
"""

import asyncio
import base64
import hashlib
from contextlib import closing
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import Field

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.batches import EXAMPLE_ID, BatchId, BatchOutcome, Endpoint
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.batch import MAX_LINE_BYTES, Answer, Line, lines_of, run_batch
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.operations.batch import (
    ANSWER_SECONDS,
    DEADLINE,
    BatchTooLong,
    answer_line,
    count_requests,
    custom_id_of,
)
from flowforge_llm.settings import LlmSettings
from servicekit import BadRequest, Context, FileInput, FileRule, RequestForm, operation

_EXAMPLE = b'{"custom_id": "a", "method": "POST", "url": "/v1/embeddings", "body": {"input": "hello"}}'
_CONCURRENCY = 4
_NOTHING = hashlib.sha256().hexdigest()


class EmptyBatch(BadRequest):
    code = "BATCH_EMPTY"
    message = "'file' holds no requests: it needs one JSON document per line."


class CustomIdTwice(BadRequest):
    code = "BATCH_CUSTOM_ID_TWICE"
    message = "'custom_id' {custom_id} stands on two lines: answers are told apart by it."


class RunBatchForm(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=64 << 20)] = Field(description="One request per line.")
    endpoint: Endpoint = Field(description="Operation that every request of the file calls.")
    batch_id: BatchId = Field(EXAMPLE_ID, description="The files with the answers are named after it.")


@operation(
    "/batches/run",
    example={
        "file": {"base64": base64.b64encode(_EXAMPLE).decode()},
        "endpoint": "/v1/embeddings",
        "batch_id": EXAMPLE_ID,
    },
    errors=[BatchTooLong, EmptyBatch, CustomIdTwice],
    deadline=DEADLINE,
    dialect=OPENAI,
)
async def run_batch_file(
    form: RunBatchForm, context: Context, library: FileLibrary, models: ModelService, settings: LlmSettings
) -> BatchOutcome:
    resources = {"context": context, "models": models, "settings": settings}
    until = context.deadline - ANSWER_SECONDS
    total = await asyncio.to_thread(_checked, form.file)
    answers = context.workspace / "answers.jsonl"

    async def run(number: int, line: Line) -> Answer:
        request_id = f"{context.request_id}-{number}"
        return await answer_line(request_id, line, until, resources, endpoint=form.endpoint)

    with closing(form.file.open()) as stream:
        counts = await run_batch(
            lines_of(stream, MAX_LINE_BYTES),
            run,
            answers,
            concurrency=_CONCURRENCY,
            progress=lambda done: context.progress(done, total, "requests"),
        )
    output, failures = await asyncio.to_thread(_split, answers)
    return BatchOutcome(
        output_file_id=await _keep(library, context, output, f"{form.batch_id}_output.jsonl"),
        error_file_id=await _keep(library, context, failures, f"{form.batch_id}_error.jsonl"),
        total=counts.requests,
        completed=counts.succeeded,
        failed=counts.failed,
    )


def _checked(file: FileInput) -> int:
    """Return the number of requests. Raises BatchTooLong, EmptyBatch or CustomIdTwice."""
    total = count_requests(file)
    if not total:
        raise EmptyBatch
    seen: set[str] = set()
    with closing(file.open()) as stream:
        for custom_id in map(custom_id_of, lines_of(stream, MAX_LINE_BYTES)):
            if custom_id is not None and custom_id in seen:
                raise CustomIdTwice(custom_id=repr(custom_id[:100]))
            seen.add(custom_id or "")
    return total


def _split(answers: Path) -> tuple[Path, Path]:
    """Return the files of the answers and of the failures."""
    output, failures = answers.with_name("output"), answers.with_name("failures")
    with answers.open("rb") as source, output.open("wb") as good, failures.open("wb") as bad:
        for line in source:
            (good if orjson.loads(line)["error"] is None else bad).write(line)
    return output, failures


async def _keep(library: FileLibrary, context: Context, path: Path, name: str) -> str | None:
    sha256 = await asyncio.to_thread(_digest, path)
    if sha256 == _NOTHING:
        return None
    consumer = context.consumer
    stored = await library.save(
        consumer.id, path, tier=consumer.tier, name=name, media_type="application/jsonl", sha256=sha256
    )
    return stored.file_id


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
