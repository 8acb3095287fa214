"""The jobs of one consumer, through the jobs service."""

import logging
from datetime import datetime
from typing import Any

import orjson

from servicekit.context import Consumer
from servicekit.http.jobs.client import JobsAnswer, JobsClient
from servicekit.ports.jobs import (
    BackgroundCall,
    BackgroundJob,
    JobNotFound,
    JobsNotConfigured,
    JobsUnavailable,
)
from servicekit.tickets import JobTicket

_OK, _NOT_FOUND, _CONFLICT = range(200, 300), 404, 409
logger = logging.getLogger(__name__)


class ConsumerJobs:
    """Without a *client* every use is a clear error."""

    def __init__(self, client: JobsClient | None, consumer: Consumer) -> None:
        self._client = client
        self._consumer = consumer

    async def submit(self, call: BackgroundCall) -> BackgroundJob:
        document: dict[str, object] = {
            "operation": call.operation,
            "request": call.request,
            "deadline_seconds": call.deadline_seconds,
            "expires_seconds": call.expires_seconds,
            "keep_seconds": call.keep_seconds,
            "max_attempts": call.max_attempts,
        }
        if call.id is not None:
            document["id"] = call.id
        ticket = JobTicket(call.id or "", validated=True, address=call.address)
        return _job(_document(await self._jobs.create(self._consumer, document, ticket), ""))

    async def get(self, job_id: str) -> BackgroundJob:
        return _job(_document(await self._jobs.get(self._consumer, job_id), job_id))

    async def cancel(self, job_id: str) -> BackgroundJob:
        answer = await self._jobs.cancel(self._consumer, job_id)
        if answer.status == _CONFLICT:
            return await self.get(job_id)
        return _job(_document(answer, job_id))

    async def result(self, job_id: str) -> Any:
        return _document(await self._jobs.result(self._consumer, job_id, 0), job_id)

    @property
    def _jobs(self) -> JobsClient:
        if self._client is None:
            raise JobsNotConfigured
        return self._client


def _document(answer: JobsAnswer, job_id: str) -> Any:
    if answer.status == _NOT_FOUND:
        raise JobNotFound(job_id=job_id)
    if answer.status not in _OK:
        logger.error("the jobs service answered %d: %s", answer.status, answer.body[:500].decode("replace"))
        raise JobsUnavailable
    return orjson.loads(answer.body)


def _job(document: dict[str, Any]) -> BackgroundJob:
    progress, error = document["progress"] or {}, document["error"]
    return BackgroundJob(
        id=document["id"],
        state=document["state"],
        cancelling=document["cancelling"],
        done=progress.get("done", 0),
        total=progress.get("total", 0),
        started_at=_seconds(document["started_at"]),
        ended_at=_seconds(document["ended_at"]),
        error=(error["code"], error["message"]) if error else None,
        reason=document["reason"],
    )


def _seconds(moment: str | None) -> float | None:
    return datetime.fromisoformat(moment).timestamp() if moment else None
