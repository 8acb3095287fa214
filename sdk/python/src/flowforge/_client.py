"""The two clients."""

import os
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx

from flowforge._errors import FlowForgeError
from flowforge._groups import AsyncCaller, Caller
from flowforge._jobs import AsyncJob, Job, stored, stored_async, submission
from flowforge._sending import IDEMPOTENCY_KEY, AsyncHttpSender, HttpSender, Options
from flowforge.services import AsyncServices, Services

Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)
_ADDRESS = "http://127.0.0.1:8000"
_CONNECTIONS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


def _settings(base_url: str | None, api_key: str | None) -> dict[str, Any]:
    key = api_key or os.environ.get("FLOWFORGE_KEY")
    if not key:
        raise FlowForgeError("Give `api_key`, or set FLOWFORGE_KEY.")
    return {
        "base_url": base_url or os.environ.get("FLOWFORGE_URL", _ADDRESS),
        "headers": {"x-api-key": key, "user-agent": "flowforge-python"},
        "limits": _CONNECTIONS,
        "follow_redirects": False,
    }


class _Configured(Generic[Http]):
    """What both clients do alike: keep how calls are sent, and share connections between variants."""

    _http: Http
    _options: Options

    def _set_up(self, http: Http, options: Options) -> None:
        """Send calls over *http*; the two clients have their own callers."""
        self._http, self._options = http, options

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client that sends its calls differently, over the same connections."""
        now = self._options
        named = {IDEMPOTENCY_KEY: idempotency_key} if idempotency_key else {}
        options = replace(
            now,
            timeout=now.timeout if timeout is None else timeout,
            max_retries=now.max_retries if max_retries is None else max_retries,
            headers={**now.headers, **(headers or {}), **named},
        )
        made = type(self).__new__(type(self))  # no copy: groups of operations keep their caller
        made._set_up(self._http, options)  # noqa: SLF001 - its own class
        return made


class FlowForge(_Configured[httpx.Client], Services):
    """A client that waits. Every service is an attribute, every operation a method."""

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = 60.0,
        max_retries: int = 3,
        http_client: httpx.Client | None = None,
    ) -> None:
        """Make a client of the server at *base_url*.

        Args:
            base_url: Address of the gateway; by default FLOWFORGE_URL, else http://127.0.0.1:8000.
            api_key: By default FLOWFORGE_KEY.
            timeout: Seconds to wait for an answer.
            max_retries: Further tries after failures that pass: 429, 502, 503, 504 and lost connections.
            http_client: An HTTP client of your own, with its proxies, address and key.
        """
        client = http_client or httpx.Client(**_settings(base_url, api_key))
        self._set_up(client, Options(timeout, max_retries))

    def _set_up(self, http: httpx.Client, options: Options) -> None:
        super()._set_up(http, options)
        self._caller = Caller(HttpSender(http, options))

    def submit(
        self,
        operation: str,
        /,
        *,
        path: Mapping[str, str] | None = None,
        job: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Job:
        """Run an operation as a job: `client.submit("pdf.compress", file=Path("a.pdf"))`.

        Args:
            operation: Id of the operation.
            path: Values in the operation's address, such as the name of a key.
            job: Options of the job, such as `priority` or `callback_url`.
            fields: The fields of the operation. Files are stored first, and given by id.
        """
        call = submission(operation, path, job, stored(self._caller, fields))
        return Job(self._caller, self._caller.sender.send(call).json())

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncFlowForge(_Configured[httpx.AsyncClient], AsyncServices):
    """A client whose methods are awaited. Every service is an attribute, every operation a method."""

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = 60.0,
        max_retries: int = 3,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """Make a client of the server at *base_url*. The arguments are those of `FlowForge`."""
        client = http_client or httpx.AsyncClient(**_settings(base_url, api_key))
        self._set_up(client, Options(timeout, max_retries))

    def _set_up(self, http: httpx.AsyncClient, options: Options) -> None:
        super()._set_up(http, options)
        self._caller = AsyncCaller(AsyncHttpSender(http, options))

    async def submit(
        self,
        operation: str,
        /,
        *,
        path: Mapping[str, str] | None = None,
        job: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> AsyncJob:
        """Run an operation as a job. The arguments are those of `FlowForge.submit`."""
        call = submission(operation, path, job, await stored_async(self._caller, fields))
        return AsyncJob(self._caller, (await self._caller.sender.send(call)).json())

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
