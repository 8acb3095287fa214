"""Share the places of a pool among consumers: one consumer never holds all of them.

A consumer may hold all places but one, and half of the queue. A free place goes to the consumer that holds
the fewest: it waits for one call of somebody else to end, not for all calls that came before.
"""

from collections import Counter, deque
from typing import Generic, TypeVar

from servicekit.errors import Busy, TooManyRequests

T = TypeVar("T")


class ConsumerShareTaken(TooManyRequests):
    code = "CONSUMER_SHARE_TAKEN"
    message = (
        "{count} requests of yours run or wait already, the most that one consumer may have here: send the "
        "next one when one of them has ended."
    )


class Shares(Generic[T]):
    """Counts the calls of each consumer that hold one of *places*, and queues those that wait.

    Calls without a consumer share all places and the whole queue.
    """

    def __init__(self, places: int, queue: int) -> None:
        self._places = places
        self._capacity = places + queue
        self._most_held = max(1, places - 1)
        self._most_admitted = self._most_held + (queue + 1) // 2
        self._admitted: Counter[str | None] = Counter()
        self._held: Counter[str | None] = Counter()
        self._waiting: dict[str | None, deque[tuple[int, T]]] = {}
        self._arrivals = 0

    @property
    def outstanding(self) -> int:
        return self._admitted.total()

    @property
    def held(self) -> int:
        return self._held.total()

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))

    @property
    def startable(self) -> int:
        """How many of the waiting calls could start if enough places were free."""
        return sum(min(len(calls), self._room(consumer)) for consumer, calls in self._waiting.items())

    def admit(self, consumer: str | None) -> None:
        """Count one more call. Raises Busy if the pool is full, ConsumerShareTaken if the share is."""
        if consumer is not None and self._admitted[consumer] >= self._most_admitted:
            raise ConsumerShareTaken(count=self._most_admitted)
        if self.outstanding >= self._capacity:
            raise Busy
        self._admitted[consumer] += 1

    def leave(self, consumer: str | None) -> None:
        _decrease(self._admitted, consumer)

    def may_hold(self, consumer: str | None) -> bool:
        return self.held < self._places and self._room(consumer) > 0

    def hold(self, consumer: str | None) -> None:
        self._held[consumer] += 1

    def free(self, consumer: str | None) -> None:
        _decrease(self._held, consumer)

    def wait(self, consumer: str | None, call: T) -> None:
        self._arrivals += 1
        self._waiting.setdefault(consumer, deque()).append((self._arrivals, call))

    def peek(self) -> tuple[str | None, T] | None:
        """Return the next call that may start: the oldest of the consumer that holds the fewest places."""
        ready = [consumer for consumer in self._waiting if self.may_hold(consumer)]
        if not ready:
            return None
        consumer = min(ready, key=lambda one: (self._held[one], self._waiting[one][0][0]))
        return consumer, self._waiting[consumer][0][1]

    def withdraw(self, consumer: str | None, call: T) -> bool:
        """Remove *call* from the queue; return False if it does not wait."""
        calls = self._waiting.get(consumer, deque())
        entry = next((one for one in calls if one[1] is call), None)
        if entry is None:
            return False
        calls.remove(entry)
        if not calls:
            del self._waiting[consumer]
        return True

    def withdraw_all(self) -> list[T]:
        calls = [call for queue in self._waiting.values() for _, call in queue]
        self._waiting.clear()
        return calls

    def _room(self, consumer: str | None) -> int:
        most = self._places if consumer is None else self._most_held
        return max(0, most - self._held[consumer])


def _decrease(counts: "Counter[str | None]", consumer: str | None) -> None:
    counts[consumer] -= 1
    if counts[consumer] <= 0:
        del counts[consumer]
