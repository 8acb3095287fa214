"""Admit a caller's requests: windows are counted in Redis, for busy callers in blocks of requests."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.leases import LEASE_REQUESTS, LEASE_SECONDS, Lease, LeaseRequest, Leases
from flowforge_gateway.counters.script import give_back, reserve
from flowforge_gateway.counters.windows import (
    SECONDS,
    Limits,
    LimitStatus,
    describe,
    limit_status,
    window_start,
)

UNCOUNTED = LimitStatus(admitted=True, lines=b"")
BLOCK = 64
BLOCK_SECONDS = 0.1
_BUSY_CALLS = 8  # in the time of a block: fewer calls are counted one by one

Clock = Callable[[], float]
Done = Callable[[LimitStatus], None]


class _Account:
    """Requests reserved for one caller, and calls that wait for a reservation."""

    __slots__ = (
        "before",
        "calls",
        "ends",
        "keys",
        "left",
        "one_by_one_until",
        "slot",
        "timer",
        "used",
        "waiting",
    )

    def __init__(self) -> None:
        self.left = 0
        self.ends = 0.0
        self.keys: list[str] = []
        self.used: list[int] = []  # by window, with all of the block
        self.waiting: deque[Done] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.one_by_one_until = 0.0
        self.slot = self.calls = self.before = 0

    def is_busy(self, now: float, calls: int) -> bool:
        """Count calls. Returns whether the caller makes many within the lifetime of a block."""
        slot = int(now / BLOCK_SECONDS)
        if slot != self.slot:
            self.before = self.calls if slot == self.slot + 1 else 0
            self.slot, self.calls = slot, 0
        self.calls += calls
        return max(self.calls, self.before) > _BUSY_CALLS


class Limiter:
    """Count requests of callers. While Redis is away they pass without information about limits.

    A busy caller's requests are reserved in blocks of at most a twentieth of what its windows have left:
    another gateway is not refused because this one holds a block. What is not used in time is given back.
    With a request for a lease, the rest of a block is leased to the Envoy worker that asks.
    """

    def __init__(self, redis: RedisConnection, clock: Clock = time.time) -> None:
        self._redis = redis
        self._clock = clock
        self._accounts: dict[tuple[str, Limits], _Account] = {}
        self._leases = Leases()

    def count(self, caller: str, limits: Limits, done: Done, asked: LeaseRequest | None = None) -> None:
        """Count one request of *caller* and pass the result to *done*, now or later. *asked*: lease more."""
        now = self._clock()
        account = self._accounts.get((caller, limits))
        if account is None:
            account = self._accounts[caller, limits] = _Account()
            self._forget_later(caller, limits, account)
        busy = account.is_busy(now, 1 if asked is None else 1 + asked.used)
        if asked is not None:
            self._take_back(asked)
        if asked is not None and busy and account.waiting is None and now >= account.one_by_one_until:
            account.waiting = deque()
            self._reserve(caller, limits, account, now, done)
        elif account.left and now < account.ends:
            done(_take(account, limits, now))
        elif account.waiting is not None:
            account.waiting.append(done)
        elif busy and now >= account.one_by_one_until:
            account.waiting = deque((done,))
            self._reserve(caller, limits, account, now)
        else:
            self._count_one(caller, limits, now, done)

    def give_back(self) -> None:
        """Return unused reservations to Redis, before the process exits."""
        for account in self._accounts.values():
            self._give_back(account)

    def _count_one(self, caller: str, limits: Limits, now: float, done: Done) -> None:
        def answered(numbers: list[int] | None) -> None:
            if numbers is None:
                done(UNCOUNTED)
            else:
                done(limit_status(limits, numbers[:-1], now, admitted=numbers[-1] > 0))

        self._redis.ask(reserve(caller, limits, now, 1), answered)

    def _take_back(self, asked: LeaseRequest) -> None:
        for lease, unused in asked.unused:
            returned = self._leases.take_back(lease, unused)
            if returned is not None:
                self._redis.ask(give_back(*returned), _ignore)

    def _reserve(
        self, caller: str, limits: Limits, account: _Account, now: float, lessee: Done | None = None
    ) -> None:
        """Reserve a block for the calls that wait; with a *lessee* a larger one, which gets the rest."""
        self._give_back(account)

        def answered(numbers: list[int] | None) -> None:
            waiting, account.waiting = account.waiting or deque(), None
            if lessee is not None:
                waiting.append(lessee)
            if numbers is None:
                for done in waiting:
                    done(UNCOUNTED)
                return
            self._reserved(caller, limits, account, now, numbers)
            if not account.left:
                waiting.popleft()(limit_status(limits, account.used, now, admitted=False))
            while waiting and account.left:
                done = waiting.popleft()
                status = _take(account, limits, now)
                done(self._leased(account, limits, now, status) if done is lessee else status)
            for done in waiting:
                self.count(caller, limits, done)

        self._redis.ask(reserve(caller, limits, now, BLOCK if lessee is None else LEASE_REQUESTS), answered)

    def _reserved(
        self, caller: str, limits: Limits, account: _Account, now: float, numbers: list[int]
    ) -> None:
        account.left, account.used = numbers[-1], numbers[:-1]
        account.keys = limits.keys(caller, now)
        account.ends = min(window_start(name, now) + SECONDS[name] for name, _ in limits.windows)
        if account.left <= 1:  # near a limit
            account.one_by_one_until = now + BLOCK_SECONDS

    def _leased(self, account: _Account, limits: Limits, now: float, status: LimitStatus) -> LimitStatus:
        """Lease what is left of a block."""
        requests, account.left = account.left, 0
        if not requests:
            return status
        described, reset = describe(limits, account.used, now)
        windows = "".join(f"{title}={limit},{remaining};" for title, limit, remaining in described)
        lease = Lease(
            id=self._leases.grant(account.keys, requests),
            requests=requests,
            ends=min(account.ends, now + LEASE_SECONDS),
            windows=windows,
            reset=reset,
        )
        return replace(status, lease=lease)

    def _forget_later(self, caller: str, limits: Limits, account: _Account) -> None:
        loop = asyncio.get_running_loop()
        account.timer = loop.call_later(BLOCK_SECONDS, partial(self._forget, caller, limits, account))

    def _forget(self, caller: str, limits: Limits, account: _Account) -> None:
        """Return unused reservations; keep the account while the caller is active."""
        idle = int(self._clock() / BLOCK_SECONDS) > account.slot + 1
        if account.waiting is None and (idle or account.left):
            self._give_back(account)
        if account.waiting is None and idle:
            del self._accounts[caller, limits]
        else:
            self._forget_later(caller, limits, account)

    def _give_back(self, account: _Account) -> None:
        if account.left:
            self._redis.ask(give_back(account.keys, account.left), _ignore)
            account.left = 0


def _take(account: _Account, limits: Limits, now: float) -> LimitStatus:
    account.left -= 1
    return limit_status(limits, [used - account.left for used in account.used], now, admitted=True)


def _ignore(_reply: object) -> None:
    """Ignore the reply: requests that cannot be returned count as used."""
