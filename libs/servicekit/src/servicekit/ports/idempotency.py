"""A request that is sent twice under one Idempotency-Key is carried out once."""

from dataclasses import dataclass
from typing import Protocol

from servicekit.errors import Conflict, InvalidInput


class IdempotencyKeyInUse(Conflict):
    """What a caller is told of InFlight."""

    code = "IDEMPOTENCY_IN_FLIGHT"
    message = "The first request with this Idempotency-Key is still running: send it again shortly."
    retryable = True


class IdempotencyKeyReused(InvalidInput):
    code = "IDEMPOTENCY_KEY_REUSED"
    message = "This Idempotency-Key was used for a different request: use a new key for each new request."


@dataclass(frozen=True, slots=True)
class Fresh:
    """Nobody has the key: carry the request out, then call finish or abandon."""


@dataclass(frozen=True, slots=True)
class InFlight:
    """Another request holds the key, and has not ended."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The request was carried out: answer this."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class IdempotencyStore(Protocol):
    """Keys belong to their consumer: two consumers may use the same one.

    `digest` is that of operation, version, parameters and files. A key is held for a limited time, so that a
    process that died in the middle does not keep it; the holder calls exactly one of finish and abandon.
    """

    async def begin(self, consumer_id: str, key: str, digest: str) -> Fresh | InFlight | Replay:
        """Take the key, atomically: of many who ask at once, one gets Fresh.

        Raises IdempotencyKeyReused if the key was used with another *digest*.
        """
        ...

    async def finish(self, consumer_id: str, key: str, replay: Replay) -> None:
        """Keep the answer. Failures that a retry may mend (retryable) are abandoned instead."""
        ...

    async def abandon(self, consumer_id: str, key: str) -> None:
        """Give the key back: the next request with it is Fresh."""
        ...


class NullIdempotency:
    """Stands in where none is configured: every request is carried out."""

    async def begin(self, consumer_id: str, key: str, digest: str) -> Fresh | InFlight | Replay:
        return Fresh()

    async def finish(self, consumer_id: str, key: str, replay: Replay) -> None:
        return

    async def abandon(self, consumer_id: str, key: str) -> None:
        return
