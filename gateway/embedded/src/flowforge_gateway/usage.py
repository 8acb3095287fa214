"""Usage by consumer and service, counted by the gateway in one Redis hash for each UTC day."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

KEEP = timedelta(days=400)
_PREFIX = "flowforge:usage"
_SEPARATOR = "|"


@dataclass(frozen=True)
class Counts:
    """Requests answered by a service, those answered with 5xx, and those rejected by the gateway."""

    requests: int = 0
    errors: int = 0
    rejected: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.requests + other.requests, self.errors + other.errors, self.rejected + other.rejected
        )


@dataclass(frozen=True)
class Usage:
    """The counts of one consumer, by name, for one service on one UTC day."""

    day: date
    consumer: str
    service: str
    counts: Counts


def usage_key(day: date) -> str:
    """Return the key of the Redis hash for *day*."""
    return f"{_PREFIX}:{day.isoformat()}"


def usage_field(consumer: str, service: str, counter: str) -> str:
    """Return the hash field of one counter: `requests`, `errors` or `rejected`."""
    return _SEPARATOR.join((consumer, service, counter))


def read_usage(redis_url: str, *, days: int = 1, today: date | None = None) -> tuple[Usage, ...]:
    """Read the last *days* UTC days, the oldest first, sorted by consumer and service."""
    from redis import Redis  # noqa: PLC0415 - 30 MB that only this report needs

    last = today or datetime.now(UTC).date()
    wanted = [last - timedelta(days=ago) for ago in reversed(range(days))]
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        pipeline = redis.pipeline(transaction=False)
        for day in wanted:
            pipeline.hgetall(usage_key(day))
        return tuple(
            usage
            for day, stored in zip(wanted, pipeline.execute(), strict=True)
            for usage in _day(day, stored.items())
        )


def _day(day: date, stored: Iterable[tuple[str, str]]) -> list[Usage]:
    known = {field.name for field in fields(Counts)}
    totals: dict[tuple[str, str], Counts] = {}
    for name, value in stored:
        consumer, service, counter = name.split(_SEPARATOR)
        if counter in known:
            pair = (consumer, service)
            totals[pair] = totals.get(pair, Counts()) + Counts(**{counter: int(value)})
    return [Usage(day, *pair, counts) for pair, counts in sorted(totals.items())]
