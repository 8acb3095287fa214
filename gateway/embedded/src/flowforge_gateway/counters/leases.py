"""Leases: requests that Envoy may admit by itself for a moment, and how they are written in headers.

An Envoy worker asks for a lease with a request that it sends to the decision service anyway. In the same
header it reports how many requests earlier leases have admitted, and how many of them are unused.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Self

LEASE_HEADER = "x-flowforge-lease"
LEASE_SECONDS = 0.25
LEASE_REQUESTS = 256
_REMEMBERED = 10_000
_ASK = re.compile(r"(?P<used>\d{1,6})(?P<unused>(?: [\w-]{1,32}=\d{1,4}){0,16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lease:
    """Requests that may pass until *ends* (Unix time), and the rate-limit headers that they get."""

    id: str
    requests: int
    ends: float
    windows: str  # `name=limit,remaining at the end of the lease;` for each window, and for the tightest one
    reset: int

    def encode(self, identity: bytes, expires: float) -> bytes:
        """Return the header line: the lease, then the identity headers of a credential that *expires*."""
        ends = int(1000 * min(self.ends, expires))
        words = f"{LEASE_HEADER}: {self.id}\t{self.requests}\t{ends}\t{self.reset}\t{self.windows}\t"
        return words.encode() + identity.replace(b"\r\n", b"\t") + b"\r\n"


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """A worker's request for a lease."""

    used: int  # requests that its leases have admitted since it asked the last time
    unused: tuple[tuple[str, int], ...]  # leases with requests left, which are returned

    @classmethod
    def parse(cls, header: bytes) -> Self | None:
        """Parse the header `USED ID=UNUSED ...`. Returns None if it is something else."""
        found = _ASK.fullmatch(header.decode("latin-1"))
        if found is None:
            return None
        pairs = (pair.partition("=") for pair in found["unused"].split())
        return cls(int(found["used"]), tuple((name, int(count)) for name, _, count in pairs))


class Leases:
    """The leases that may still be returned, with the counters that they were taken from."""

    def __init__(self) -> None:
        self._counters: dict[str, tuple[list[str], int]] = {}
        self._prefix = secrets.token_urlsafe(6)  # leases of an earlier process are not returned to this one
        self._number = 0

    def grant(self, keys: list[str], requests: int) -> str:
        """Remember a lease of *requests* and return its id."""
        self._number += 1
        lease = f"{self._prefix}{self._number}"
        self._counters[lease] = (keys, requests)
        if len(self._counters) > _REMEMBERED:
            del self._counters[next(iter(self._counters))]
        return lease

    def take_back(self, lease: str, unused: int) -> tuple[list[str], int] | None:
        """Return the counters of *lease* and how much to subtract from them. A lease is returned once."""
        known = self._counters.pop(lease, None)
        return None if known is None else (known[0], min(unused, known[1]))
