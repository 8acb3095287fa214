"""Positions in the event stream of a consumer, as event ids."""

import asyncio
from dataclasses import dataclass, field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobstore.events import ConsumerEvent, Position, events_of_consumer
from servicekit import InvalidInput

_LATE_SECONDS = 2.0  # a transaction may commit so long after its events were numbered


class PositionInvalid(InvalidInput):
    code = "JOB_EVENT_ID_INVALID"
    message = "The header Last-Event-ID is not the id of an event of this stream: omit it to begin now."


def position_of(text: str) -> Position | None:
    """Read an event id, None if it is empty. Raises PositionInvalid."""
    if not text:
        return None
    try:
        at, job_id, seq = text.split(":")
        return Position(int(at) / 1e6, job_id, int(seq))
    except ValueError as error:
        raise PositionInvalid from error


def text_of(position: Position) -> str:
    return f"{int(position.at * 1e6)}:{position.job_id}:{position.seq}"


@dataclass(slots=True)
class Reader:
    """Reads events in order, and again those of the last seconds: an event may become visible late."""

    jobs: JobService
    consumer_id: str
    after: Position
    _seen: dict[tuple[str, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.after.job_id:
            self._seen[self.after.job_id, self.after.seq] = self.after.at

    async def more(self) -> list[ConsumerEvent]:
        """Return events that were not returned yet."""
        begin = Position(self.after.at - _LATE_SECONDS) if self._seen else self.after
        found: list[ConsumerEvent] = []
        while not found:
            page = await self.jobs.read(events_of_consumer, self.consumer_id, begin)
            if not page:
                return []
            found = [one for one in page if (one.position.job_id, one.event.seq) not in self._seen]
            begin = page[-1].position
        for one in found:
            self._seen[one.position.job_id, one.event.seq] = one.event.at
        self.after = max(self.after, found[-1].position, key=lambda one: one.at)
        self._seen = {key: at for key, at in self._seen.items() if at >= self.after.at - 2 * _LATE_SECONDS}
        return found

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
