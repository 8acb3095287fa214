"""Call operations of the services, in the name of the consumer that owns a job."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flowforge_jobs.core.spilling import AnswerTooLarge, Spill
from flowforge_jobs.settings import JobsSettings
from servicekit import ConnectionCut, JobTicket, NotReached, ServiceAnswer, ServiceConnections

_MARGIN_SECONDS = 15.0  # a service ends a call at its deadline; this is for the one that does not
_DOCUMENT_SECONDS = 10.0
_OK = 200
_PREFIX = "/api/v1/"
OnProgress = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Identity:
    """In whose name a call is made."""

    consumer_id: str
    consumer_name: str
    tier: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `file` holds the body in place of `body` if it is too large for memory."""

    status: int
    media_type: str
    body: bytes
    retry_after: float | None = None
    file: Path | None = None


class Services:
    """One pool of connections to all services."""

    def __init__(self, settings: JobsSettings, connections: ServiceConnections) -> None:
        self._settings = settings
        self._connections = connections

    @property
    def names(self) -> list[str]:
        return list(self._settings.services)

    async def document(self, name: str) -> dict[str, Any]:
        """Return the OpenAPI document of a service. Raises NotReached or ConnectionCut."""
        address = f"{self._settings.services[name]}/openapi.json"
        async with self._connections.stream("GET", address, seconds=_DOCUMENT_SECONDS) as answer:
            content = b"".join([piece async for piece in answer.pieces])
        try:
            document = json.loads(content) if answer.status == _OK else None
        except ValueError as error:
            raise NotReached(str(error)) from error
        if not isinstance(document, dict):
            raise NotReached(f"{address} has no document")
        return document

    async def call(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        identity: Identity,
        ticket: JobTicket,
        on_progress: OnProgress | None = None,
        spill: Spill | None = None,
    ) -> Answer:
        """Send a request until its end. Raises NotReached, ConnectionCut or AnswerTooLarge.

        *spill* takes an answer that is larger than `max_result_bytes`.
        """
        sent = self._connections.stream(
            method,
            self._address(path),
            headers=self._headers(identity, ticket),
            body=body,
            seconds=ticket.deadline_seconds + _MARGIN_SECONDS,
        )
        async with sent as answer:
            return await self._read(answer, on_progress, spill)

    async def _read(
        self, answer: ServiceAnswer, on_progress: OnProgress | None, spill: Spill | None
    ) -> Answer:
        """Return the answer; one that reports progress begins with lines, the last of which is its head."""
        media_type = _plain(answer.headers.get("content-type", ""))
        reports = media_type == JobTicket.PROGRESS_TYPE
        head: dict[str, Any] = {
            "status": answer.status,
            "media_type": media_type,
            "retry_after": answer.headers.get("retry-after"),
        }
        pieces = bytearray()
        async for piece in answer.pieces:
            pieces += piece
            while reports and (end := pieces.find(b"\n")) >= 0:
                line = json.loads(pieces[:end])
                del pieces[: end + 1]
                if "answer" in line:
                    head, reports = line["answer"], False
                elif on_progress is not None:
                    await on_progress(line["progress"])
            if spill is not None and (spill.path or len(pieces) > self._settings.max_result_bytes):
                await spill.write(bytes(pieces))
                pieces.clear()
            elif len(pieces) > self._settings.max_result_bytes:
                raise AnswerTooLarge(self._settings.max_result_bytes)
        if reports:
            raise ConnectionCut("the answer ended before its head")
        file = spill.path if spill is not None else None
        media_type = _plain(head["media_type"])
        return Answer(head["status"], media_type, bytes(pieces), _seconds(head["retry_after"]), file)

    async def still_runs(self, method: str, path: str, *, identity: Identity, job: str) -> bool:
        """Return whether a handler of *job* still runs in the service; False if it does not answer."""
        ticket = JobTicket(job, asks=True)
        try:
            answer = await self.call(method, path, b"", identity=identity, ticket=ticket)
            return bool(json.loads(answer.body).get("running")) if answer.body else False
        except (NotReached, ConnectionCut, ValueError, AttributeError):
            return False

    def _address(self, path: str) -> str:
        name = path.removeprefix(_PREFIX).split("/", 1)[0].split("?", 1)[0]
        base = self._settings.services.get(name)
        if base is None or not urlsplit(base).scheme:
            raise NotReached(f"FLOWFORGE_JOBS_SERVICES has no address of '{name}'")
        return base + path

    def _headers(self, identity: Identity, ticket: JobTicket) -> dict[str, str]:
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "idempotency-key": ticket.job,
            "x-request-id": ticket.job,
            "x-user-id": identity.consumer_id,
            "x-consumer-username": identity.consumer_name,
            "x-consumer-tier": identity.tier,
        }
        if self._settings.gateway_secret is not None:
            secret = self._settings.gateway_secret.get_secret_value()
            headers |= {"x-gateway-secret": secret, "x-job-ticket": ticket.sign(secret)}
        return headers


def _plain(media_type: str) -> str:
    return media_type.split(";", maxsplit=1)[0].strip()


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdigit() else None


@asynccontextmanager
async def open_services(settings: JobsSettings) -> AsyncIterator[Services]:
    async with ServiceConnections() as connections:
        yield Services(settings, connections)
