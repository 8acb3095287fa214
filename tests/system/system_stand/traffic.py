"""Calls that go on while something happens to the platform."""

import threading
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

import httpx

PAUSE_SECONDS = 0.005


class Traffic:
    """While entered, call the gateway again and again from several threads, and keep every answer's kind."""

    def __init__(self, address: str, key: str, threads: int = 4) -> None:
        self.statuses: Counter[int | str] = Counter()
        self.failures: list[dict[str, Any]] = []
        self._address, self._key = address, key
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call) for _ in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _call(self) -> None:
        with httpx.Client(
            base_url=self._address, headers={"X-API-Key": self._key}, trust_env=False
        ) as client:
            while not self._ended.is_set():
                self._once(client)
                time.sleep(PAUSE_SECONDS)

    def _once(self, client: httpx.Client) -> None:
        try:
            answer = client.post("/api/v1/crypto/hash", json={"text": "hello"})
        except httpx.HTTPError as error:
            with self._lock:
                self.statuses[type(error).__name__] += 1
            return
        with self._lock:
            self.statuses[answer.status_code] += 1
            if answer.status_code != httpx.codes.OK:
                self.failures.append({"status": answer.status_code, **answer.json()["error"]})
