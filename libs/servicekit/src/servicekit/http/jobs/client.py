"""Talk to the jobs service, in the name of a consumer."""

from dataclasses import dataclass

import httpcore
import orjson

from servicekit.context import Consumer
from servicekit.ports.jobs import JobsUnavailable
from servicekit.tickets import HEADER, JobTicket

_SECONDS = 10.0
_PATH = "/api/v1/jobs"


@dataclass(frozen=True, slots=True)
class JobsAnswer:
    status: int
    body: bytes


class JobsClient:
    """One pool of connections to the jobs service at *url*."""

    def __init__(self, url: str, gateway_secret: str) -> None:
        self._url = url
        self._secret = gateway_secret
        self._pool = httpcore.AsyncConnectionPool(max_connections=256, keepalive_expiry=30.0)

    async def create(self, consumer: Consumer, document: dict[str, object], ticket: JobTicket) -> JobsAnswer:
        """Submit a job. *ticket* says that this service has validated its request."""
        headers = {HEADER: ticket.sign(self._secret), "Content-Type": "application/json"}
        return await self._send("POST", _PATH, consumer, headers=headers, body=orjson.dumps(document))

    async def result(self, consumer: Consumer, job_id: str, wait_seconds: float) -> JobsAnswer:
        """Return the result of a job as soon as it is there, or what is said after *wait_seconds*."""
        path = f"{_PATH}/{job_id}/result?wait={wait_seconds:g}"
        return await self._send("GET", path, consumer, seconds=_SECONDS + wait_seconds)

    async def get(self, consumer: Consumer, job_id: str) -> JobsAnswer:
        return await self._send("GET", f"{_PATH}/{job_id}", consumer)

    async def cancel(self, consumer: Consumer, job_id: str) -> JobsAnswer:
        return await self._send("POST", f"{_PATH}/{job_id}/cancel", consumer)

    async def _send(
        self,
        method: str,
        path: str,
        consumer: Consumer,
        *,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        seconds: float = _SECONDS,
    ) -> JobsAnswer:
        identity = {
            "X-Gateway-Secret": self._secret,
            "X-User-Id": consumer.id,
            "X-Consumer-Username": consumer.name,
            "X-Consumer-Tier": consumer.tier,
        }
        timeout = {"connect": 2.0, "pool": 2.0, "read": seconds, "write": _SECONDS}
        lines = [
            (name.encode(), value.encode("latin-1")) for name, value in (identity | (headers or {})).items()
        ]
        try:
            answer = await self._pool.request(
                method, self._url + path, headers=lines, content=body, extensions={"timeout": timeout}
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise JobsUnavailable from error
        return JobsAnswer(answer.status, answer.content)

    async def close(self) -> None:
        await self._pool.aclose()
