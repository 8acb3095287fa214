"""Batches in the shape of OpenAI's Batch API, and what is kept of one."""

import secrets
import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from servicekit import NotFound

_LATEST_MS = (1 << 48) - 1
WINDOW_SECONDS = 86_400
BatchId = Annotated[str, Field(pattern="^batch_[0-9a-f]{32}$", description="Id of the batch.")]
EXAMPLE_ID = "batch_fe66a1b2c3d40123456789abcdef0123"
Endpoint = Literal[
    "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/moderations", "/v1/responses",
    "/v1/rerank", "/v1/score", "/v1/answer", "/v1/classify", "/v1/entities", "/v1/extract", "/v1/pii/mask",
    "/v1/rewrite", "/v1/sentiment", "/v1/summarize", "/v1/title", "/v1/translate",
]  # fmt: skip
Status = Literal[
    "validating", "in_progress", "completed", "failed", "expired", "cancelling", "cancelled",
]  # fmt: skip
Metadata = Annotated[dict[str, Annotated[str, Field(max_length=512)]], Field(max_length=16)]


class UnknownBatch(NotFound):
    code = "BATCH_NOT_FOUND"
    message = "The batch '{batch_id}' does not exist, or is not yours."


class BatchOutcome(BaseModel):
    """What became of the requests of a batch."""

    output_file_id: str | None = Field(description="File with the answers; null if every request failed.")
    error_file_id: str | None = Field(description="File with the failures; null if there are none.")
    total: int = Field(description="Requests in the input file.")
    completed: int = Field(description="Requests that were answered.")
    failed: int = Field(description="Requests that failed.")


class RequestCounts(BaseModel):
    """How far a batch is."""

    total: int = Field(description="Requests in the batch; 0 until they are counted.")
    completed: int = Field(description="Requests that were answered; while the batch runs, also failures.")
    failed: int = Field(description="Requests that failed; counted at the end.")


class BatchError(BaseModel):
    """Why a batch could not be run."""

    code: str = Field(description="Stable code of the error.")
    message: str = Field(description="What is wrong and what to do.")
    line: int | None = Field(description="Line of the input file, if the error belongs to one.")
    param: str | None = Field(description="Parameter that is wrong, if there is one.")


class BatchErrors(BaseModel):
    """List of errors, in OpenAI's form."""

    object: Literal["list"] = Field(description="Always `list`.")
    data: list[BatchError] = Field(description="The errors.")


class BatchObject(BaseModel):
    """A batch, as OpenAI's clients read it. Times are Unix times."""

    id: str = Field(description="Id of the batch.")
    object: Literal["batch"] = Field(description="Always `batch`.")
    endpoint: str = Field(description="Operation that every request calls.")
    errors: BatchErrors | None = Field(description="Why the batch failed as a whole.")
    input_file_id: str = Field(description="File with the requests.")
    completion_window: Literal["24h"] = Field(description="Time in which the batch has to start.")
    status: Status = Field(description="State of the batch.")
    output_file_id: str | None = Field(description="File with the answers, once the batch is completed.")
    error_file_id: str | None = Field(description="File with the failed requests, if there are some.")
    created_at: int = Field(description="When the batch was created.")
    in_progress_at: int | None = Field(description="When its first request ran.")
    expires_at: int = Field(description="A batch that has not started by then expires.")
    completed_at: int | None = Field(description="When it was completed.")
    failed_at: int | None = Field(description="When it failed.")
    expired_at: int | None = Field(description="When it expired.")
    cancelled_at: int | None = Field(description="When it was cancelled.")
    request_counts: RequestCounts = Field(description="How many requests were answered and failed.")
    metadata: dict[str, str] | None = Field(description="Your own pairs of keys and values.")


class KeptBatch(BaseModel):
    """What the store keeps of a batch; *ended* is its last state, which no longer needs its job."""

    id: str
    job_id: str
    endpoint: str
    input_file_id: str
    created_at: int
    metadata: dict[str, str] | None = None
    ended: dict[str, Any] | None = None


def new_batch_id() -> str:
    """Return an id that sorts before those made earlier: lists are newest first."""
    return f"batch_{_LATEST_MS - int(time.time() * 1000):012x}{secrets.token_hex(10)}"
