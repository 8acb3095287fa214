"""Decide whether a server's addresses may be connected to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from servicekit.fetch.addresses import Address, Reach, reach_of, unwrap
from servicekit.fetch.errors import UrlForbidden

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
"""All addresses of a name, best first. Raises OSError if there are none."""


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Public addresses always, private ones by setting; metadata services and reserved ranges never."""

    allow_private: bool = False
    allow_hosts: frozenset[str] = frozenset()

    def vet(self, host: str, addresses: Sequence[Address]) -> list[Address]:
        """Return *addresses*, ready to connect to. Raises UrlForbidden if a single one is not allowed.

        One bad address condemns the name: honest servers do not mix, rebinding attacks do. The message
        keeps the address to itself, since it may describe the operator's network.
        """
        allowed = {Reach.PUBLIC}
        if self.allow_private or host in self.allow_hosts:
            allowed.add(Reach.PRIVATE)
        if any(reach_of(address) not in allowed for address in addresses):
            raise UrlForbidden(
                reason=f"'{host}' is not on the public internet, and files are downloaded from there only"
            )
        return [unwrap(address) for address in addresses]
