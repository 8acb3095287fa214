"""Celery as a carrier: a message only wakes a worker, which then asks the record what to do.

Messages may be lost or repeated. The scheduler announces again what nobody has claimed.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from celery import Celery

TASK = "flowforge.jobs.work"
QUEUE = "jobs"
_MOST_PENDING = 256
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
    """Publishes on a thread of its own: a broker that is away delays no request."""

    def __init__(self, broker_url: str) -> None:
        self._app = carrier(broker_url)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="announce")
        self._pending = 0

    def announce(self, count: int = 1) -> None:
        for _ in range(min(count, _MOST_PENDING - self._pending)):
            self._pending += 1
            self._thread.submit(self._publish)

    def _publish(self) -> None:
        try:
            self._app.send_task(TASK, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the scheduler announces again
            _logger.warning("a worker could not be woken: %s", error)
        finally:
            self._pending -= 1

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._app.close()


def open_announcer(broker_url: str | None) -> Announcer:
    return NullAnnouncer() if broker_url is None else CeleryAnnouncer(broker_url)


def carrier(broker_url: str) -> Celery:
    """Return the Celery application; its name, queue and events are those that Flower shows."""
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


def listen(broker_url: str, name: str, concurrency: int, work: Callable[[], Any], stopping: Any) -> None:
    """Run *work* on one of *concurrency* threads for each message, until a signal ends the process.

    *stopping* is called when the end begins: work in progress may be finished.
    """
    from celery.signals import worker_shutting_down  # noqa: PLC0415 - the service needs none of this

    app = carrier(broker_url)
    app.task(work, name=TASK, ignore_result=True)
    worker_shutting_down.connect(stopping, weak=False)
    options = ["worker", "--pool", "threads", "--concurrency", str(concurrency), "--hostname", f"{name}@%h"]
    app.worker_main([*options, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"])
