"""Celery as a carrier: a message only wakes a worker, which then asks the record what to do.

Messages may be lost or repeated. The scheduler announces again what nobody has claimed.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from celery import Celery

TASK = "flowforge.jobs.work"
QUEUE = "jobs"
_MOST_AT_ONCE = 16
_JOBS_A_MESSAGE = 8
_PAUSE_SECONDS = 0.02  # between messages in a rush: a worker that is awake looks for work by itself
_logger = logging.getLogger(__name__)


class Announcer(Protocol):
    """Wakes workers."""

    def announce(self, count: int = 1) -> None:
        """Send *count* wake-ups in the background. A failure is logged and nothing else."""
        ...

    def close(self) -> None: ...


class NullAnnouncer:
    """Stands in where no broker is configured: workers find out when they next look."""

    def announce(self, count: int = 1) -> None:
        del count

    def close(self) -> None:
        return


class CeleryAnnouncer:
    """Publishes on a thread of its own: a broker that is away delays no request.

    One message wakes a worker for as many jobs as it has places. The first is sent at once; what is announced
    within the next hundredths of a second becomes one more. Celery is loaded with the first message.
    """

    def __init__(self, broker_url: str) -> None:
        self._broker_url = broker_url
        self._wanted = 0
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def announce(self, count: int = 1) -> None:
        if count <= 0:
            return
        with self._changed:
            self._wanted += count
            if self._thread is None:
                self._thread = threading.Thread(target=self._publish, name="announce", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _publish(self) -> None:
        with carrier(self._broker_url) as app:
            while (messages := self._next()) > 0:
                for _ in range(messages):
                    try:
                        app.send_task(TASK, retry=False, ignore_result=True)
                    except Exception as error:  # noqa: BLE001 - whatever it is, the scheduler announces again
                        _logger.warning("a worker could not be woken: %s", error)
                        break
                self._closing.wait(_PAUSE_SECONDS)

    def _next(self) -> int:
        """Wait for announcements; return how many messages they come to, 0 at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._closing.is_set())
            messages = min(-(-self._wanted // _JOBS_A_MESSAGE), _MOST_AT_ONCE)
            self._wanted = 0
        return 0 if self._closing.is_set() else messages

    def close(self) -> None:
        self._closing.set()
        with self._changed:
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()


def open_announcer(broker_url: str | None) -> Announcer:
    return NullAnnouncer() if broker_url is None else CeleryAnnouncer(broker_url)


def carrier(broker_url: str) -> "Celery":
    """Return the Celery application; its name, queue and events are those that Flower shows."""
    from celery import Celery  # noqa: PLC0415 - 18 MB with its transport, and a service at rest needs none of it

    app = Celery("flowforge-jobs", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "global_keyprefix": "flowforge-jobs:",
            "visibility_timeout": 60,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
        },
    )
    return app


def listen(broker_url: str, name: str, wake: Callable[[], None]) -> None:
    """Call *wake* on a thread for each message, until a signal ends the process."""
    app = carrier(broker_url)
    app.task(wake, name=TASK, ignore_result=True)
    # Not by Celery's command line, which loads all of its commands.
    worker = app.Worker(
        pool="threads",
        concurrency=1,
        hostname=f"{name}@%h",
        without_gossip=True,
        without_mingle=True,
        loglevel="WARNING",
    )
    worker.start()
