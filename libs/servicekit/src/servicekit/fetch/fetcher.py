"""Download a URL input: each hop is resolved once, vetted, and connected to at the vetted address."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from servicekit.fetch.decoding import CorruptEncoding, UnsupportedEncoding, decode
from servicekit.fetch.errors import (
    UrlAnswered,
    UrlForbidden,
    UrlInvalid,
    UrlTimedOut,
    UrlTooLarge,
    UrlUnreachable,
    UrlUnreadable,
    UrlUntrusted,
)
from servicekit.fetch.naming import media_type_of, name_of
from servicekit.fetch.policy import AddressPolicy, Resolve
from servicekit.fetch.resolver import SystemResolver
from servicekit.fetch.urls import Target, normalize_host, parse_url
from servicekit.operations.post_body import NO_HEADERS, PostBody, are_headers

if TYPE_CHECKING:
    import httpcore

MAX_REDIRECTS = 5
_HEADERS = (
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
    ("User-Agent", "FlowForge"),
)
_SMALL_BYTES = 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COMPLETE = frozenset({200, 201, 203})  # not 202, 204 or 206: those are no file, none, or a part of one


class Sink(Protocol):
    """Takes the file as it arrives. What it raises ends the download and reaches the caller unchanged."""

    async def write(self, chunk: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the server said of the file.

    `media_type` has no parameters, `name` no folders; `url` is where it came from, after redirects.
    """

    name: str | None
    media_type: str
    status: int
    url: str = ""


class Fetcher:
    """The only way a service downloads a URL that a caller gave.

    `allow_private` opens private networks, `allow_hosts` those of single hosts; metadata services and
    reserved ranges stay closed. `ssl_context` replaces the public certificate authorities. It keeps no
    connection, cookie or credential between downloads, and takes no proxy from the environment.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        allow_hosts: frozenset[str] = frozenset(),
        timeout_seconds: float = 20,
        resolve: Resolve | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = AddressPolicy(allow_private, frozenset(normalize_host(host) for host in allow_hosts))
        self._timeout_seconds = timeout_seconds
        self._resolve = resolve or SystemResolver()
        self._ssl_context = ssl_context

    async def fetch(
        self,
        url: str,
        sink: Sink,
        *,
        max_bytes: int,
        post: PostBody | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Fetched:
        """Write the file at *url*, or the answer to *post*, into *sink*.

        A redirect to another server does not take *headers* along. Raises one of FETCH_ERRORS; *sink* may
        then hold a part of the file.
        """
        if not are_headers(headers):
            raise ValueError("headers that a download may not send")
        first = parse_url(url)
        try:
            async with asyncio.timeout(self._timeout_seconds) as clock:
                return await self._follow(first, sink, max_bytes, _Question(post, tuple(headers.items())))
        except TimeoutError as error:
            if not clock.expired():
                raise
            raise UrlTimedOut(seconds=self._timeout_seconds) from error

    async def _follow(self, first: Target, sink: Sink, max_bytes: int, asked: "_Question") -> Fetched:
        target = first
        for _ in range(MAX_REDIRECTS + 1):
            async with self._asked(target, asked.of(target, first)) as response:
                if response.status in _REDIRECTS and asked.post is None:
                    target = _redirected(target, response)
                    continue
                if response.status not in _COMPLETE:
                    raise UrlAnswered(host=target.host, status=response.status)
                await _receive(target.host, response, sink, max_bytes)
                name = name_of(_header(response, b"content-disposition"), [target.path, first.path])
                media_type = media_type_of(_header(response, b"content-type"))
                return Fetched(name, media_type, response.status, target.url)
        raise UrlAnswered(f"The URL redirects more than {MAX_REDIRECTS} times, and no file comes.")

    def check(self, url: str) -> None:
        """Raise UrlInvalid or UrlForbidden for what would never be connected to, whatever its name means."""
        target = parse_url(url)
        if target.literal is not None:
            self._policy.vet(target.host, [target.literal])

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send *body* to *url* and return the status of the answer, which is not read. Redirects end it.

        Raises one of FETCH_ERRORS.
        """
        target = parse_url(url)
        try:
            async with asyncio.timeout(self._timeout_seconds):
                async with self._open(target, "POST", tuple(headers.items()), body) as response:
                    return response.status
        except TimeoutError as error:
            raise UrlTimedOut(seconds=self._timeout_seconds) from error

    def _asked(self, target: Target, asked: "_Question") -> "AbstractAsyncContextManager[httpcore.Response]":
        if asked.post is None:
            return self._open(target, "GET", asked.headers)
        kind = ("Content-Type", asked.post.media_type)
        return self._open(target, "POST", (kind, *asked.headers), asked.post.content)

    @asynccontextmanager
    async def _open(
        self, target: Target, method: str = "GET", more: tuple[tuple[str, str], ...] = (), body: bytes = b""
    ) -> "AsyncIterator[httpcore.Response]":
        import httpcore  # noqa: PLC0415 - 10 MB that a service without URL inputs does not pay

        from servicekit.fetch.backend import VettedBackend  # noqa: PLC0415 - likewise

        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        given = {name.lower() for name, _ in more}
        headers = [
            ("Host", target.authority),
            *(each for each in _HEADERS if each[0].lower() not in given),
            *more,
        ]
        backend = VettedBackend(self._policy, self._resolve, target.literal)
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._trust() if target.scheme == "https" else None,
            max_connections=1,
            network_backend=backend,
        )
        try:
            async with pool, pool.stream(method, url, headers=headers, content=body or None) as response:
                yield response
        except httpcore.ConnectError as error:
            raise _tls_failure(target.host, error) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            reason = "the server broke the connection off, or its answer is not valid HTTP"
            raise UrlUnreachable(host=target.host, reason=reason) from error
        finally:
            await backend.aclose()

    def _trust(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import certifi  # noqa: PLC0415 - see _open

            self._ssl_context = ssl.create_default_context()
            self._ssl_context.load_verify_locations(certifi.where())
        return self._ssl_context


@dataclass(frozen=True, slots=True)
class _Question:
    """What a request says besides its address."""

    post: PostBody | None
    headers: tuple[tuple[str, str], ...]

    def of(self, target: Target, first: Target) -> "_Question":
        """Return what *target* is told: not the headers if it is another server than the *first*."""
        same = (target.scheme, target.host, target.port) == (first.scheme, first.host, first.port)
        return self if same else _Question(self.post, ())


async def _receive(host: str, response: "httpcore.Response", sink: Sink, max_bytes: int) -> None:
    declared = _header(response, b"content-length")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise UrlTooLarge(limit=max_bytes)
    received = 0
    try:
        async for chunk in decode(response.aiter_stream(), _header(response, b"content-encoding")):
            received += len(chunk)
            if received > max_bytes:
                raise UrlTooLarge(limit=max_bytes)
            await sink.write(chunk)
            if len(chunk) < _SMALL_BYTES:  # one read may contain thousands: let other tasks run between them
                await asyncio.sleep(0)
    except UnsupportedEncoding as error:
        raise UrlUnreadable(host=host, reason="it is compressed in a way that is not supported") from error
    except CorruptEncoding as error:
        raise UrlUnreadable(host=host, reason="its compressed data is damaged or incomplete") from error


def _redirected(target: Target, response: "httpcore.Response") -> Target:
    location = _header(response, b"location")
    if not location:
        raise UrlAnswered(host=target.host, status=response.status)
    try:
        following = target.join(location)
    except UrlInvalid as error:
        raise UrlForbidden(reason="it redirects to an address that is no valid http or https URL") from error
    if target.scheme == "https" and following.scheme == "http":
        raise UrlForbidden(reason="it redirects from a secure connection (https) to an insecure one (http)")
    return following


def _tls_failure(host: str, error: Exception) -> UrlUntrusted | UrlUnreachable:
    cause = error.args[0] if error.args else None  # httpcore hands the original on as the argument
    if isinstance(cause, ssl.SSLCertVerificationError):
        return UrlUntrusted(host=host, reason=cause.verify_message.rstrip("."))
    return UrlUnreachable(host=host, reason="no secure connection (TLS) could be set up")


def _header(response: "httpcore.Response", name: bytes) -> str:
    values = [value for key, value in response.headers if key.lower() == name]
    return b", ".join(values).decode("utf-8", "replace")
