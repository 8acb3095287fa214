"""The network under a download: the address that was vetted is the address that is connected to."""

from collections.abc import Iterable

import anyio
import httpcore

from servicekit.fetch.addresses import Address
from servicekit.fetch.errors import UrlUnreachable
from servicekit.fetch.policy import AddressPolicy, Resolve

MAX_ATTEMPTS = 4
ATTEMPT_SECONDS = 4.0


class VettedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, vets every address, and connects by address, so that no second answer counts.

    TLS and the Host header still carry the name: httpcore takes them from the request, not from here.
    """

    def __init__(self, policy: AddressPolicy, resolve: Resolve, literal: Address | None) -> None:
        self._policy = policy
        self._resolve = resolve
        self._literal = literal
        self._network = httpcore.AnyIOBackend()
        self._connected: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - httpcore's signature; the fetch has one deadline
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception | None = None
        for address in self._policy.vet(host, await self._addresses(host, port))[:MAX_ATTEMPTS]:
            try:
                self._connected = await self._network.connect_tcp(
                    str(address), port, ATTEMPT_SECONDS, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return self._connected
        raise UrlUnreachable(host=host, reason="the server does not accept connections") from failure

    async def _addresses(self, host: str, port: int) -> list[Address]:
        if self._literal is not None:
            return [self._literal]
        try:
            found = list(await self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise UrlUnreachable(host=host, reason="there is no server of this name") from error
        if not found:
            raise UrlUnreachable(host=host, reason="there is no server of this name")
        return found

    async def aclose(self) -> None:
        """Close the connection, even one whose TLS handshake was cut short: httpcore leaves that open."""
        if self._connected is not None:
            await self._connected.aclose()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
