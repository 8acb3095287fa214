"""Everything that a running service holds open: opened in the lifespan, closed in reverse order."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicekit.execution.sandbox.isolation import isolation
from servicekit.execution.thread_pool import ThreadPool
from servicekit.execution.transport.calls import target_of
from servicekit.execution.worker_pool import WorkerPool
from servicekit.fetch.fetcher import Fetcher
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.execution.admission import Admission
from servicekit.http.execution.invoker import Invoker
from servicekit.http.execution.resource_pool import ResourcePool
from servicekit.http.files.spool import Spool
from servicekit.http.files.spool_folder import SpoolFolder
from servicekit.http.jobs.client import JobsClient
from servicekit.http.response.file_sender import FileSender
from servicekit.observe.logs import RequestLog
from servicekit.observe.metrics import Metrics
from servicekit.operations.resources import Detail, Resource
from servicekit.operations.runs import Process
from servicekit.ports.cache import NullCache, ResultCache
from servicekit.ports.files import FileStore, open_file_store
from servicekit.ports.store import NullStore, StoreBackend
from servicekit.service_info import ServiceInfo
from servicekit.settings import InvalidSettings, KitSettings, Settings

_IO_THREADS = 4


@dataclass(slots=True)
class State:
    """State of one running service. `closing` is set when running work must end."""

    settings: KitSettings
    service_settings: dict[type[Settings], Settings]
    started: float
    closing: asyncio.Future[None]
    draining: bool
    io: ThreadPoolExecutor
    spool: Spool
    threads: ThreadPool
    workers: "LazyWorkers"
    resources: ResourcePool
    admission: Admission
    invoker: Invoker
    cache: ResultCache
    store: StoreBackend
    files: FileStore
    fetcher: Fetcher
    file_sender: FileSender
    jobs: JobsClient | None
    stop_tracing: Callable[[], None] | None
    log: RequestLog

    async def close(self) -> None:
        grace = self.settings.shutdown_seconds
        await self.workers.close(grace)
        await self.resources.close()
        await self.threads.close(grace)
        await self.cache.close()
        await self.files.close()
        if self.jobs is not None:
            await self.jobs.close()
        self.store.close()
        if self.stop_tracing is not None:
            self.stop_tracing()
        self.io.shutdown()
        self.spool.close()


class LazyWorkers:
    """The pool of worker processes, created when first needed: an idle service has none."""

    def __init__(self, make: Callable[[], WorkerPool], *, needed: bool) -> None:
        self._make = make
        self.needed = needed
        self.pool: WorkerPool | None = None

    def __call__(self) -> WorkerPool:
        if self.pool is None:
            self.pool = self._make()
        return self.pool

    async def ping(self) -> Detail:
        """Return the isolation of worker processes, or None if the service uses none."""
        return isolation() if self.needed else None

    async def close(self, grace_seconds: float) -> None:
        if self.pool is not None:
            await self.pool.close(grace_seconds)


async def open_state(
    info: ServiceInfo,
    settings: KitSettings,
    service_settings: Settings | None,
    resources: Sequence[Resource],
    *,
    endpoints: Sequence[Endpoint],
    metrics: Metrics,
    stop_tracing: Callable[[], None] | None = None,
) -> State:
    """Open everything that *settings* name. Raises InvalidSettings, OSError or what a resource raises."""
    closing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    io = ThreadPoolExecutor(_IO_THREADS, thread_name_prefix="io")
    spool = _spool(info, settings, io)
    threads = ThreadPool(settings.threads, settings.thread_queue)
    folders = service_settings.folders if service_settings is not None else []
    workers = _workers(info, settings, endpoints, spool, folders)
    pool = ResourcePool(resources, service_settings)
    await pool.start()
    files = open_file_store()
    return State(
        settings=settings,
        service_settings={type(service_settings): service_settings} if service_settings is not None else {},
        started=time.monotonic(),
        closing=closing,
        draining=False,
        io=io,
        spool=spool,
        threads=threads,
        workers=workers,
        resources=pool,
        admission=_admission(settings),
        invoker=Invoker(threads, workers, pool, fair=settings.gateway_secret is not None),
        cache=_cache(settings, endpoints, metrics),
        store=_store(settings),
        files=files,
        fetcher=_fetcher(settings),
        file_sender=FileSender(io, files),
        jobs=_jobs(settings),
        stop_tracing=stop_tracing,
        log=RequestLog(info.name, settings.log_level),
    )


def _spool(info: ServiceInfo, settings: KitSettings, io: ThreadPoolExecutor) -> Spool:
    spool = Spool(
        SpoolFolder(settings.spool_dir, info.name),
        io,
        max_bytes=settings.spool_max_bytes,
        max_bytes_per_consumer=settings.spool_max_bytes_per_consumer,
    )
    try:
        spool.prepare()
    except OSError as error:
        raise InvalidSettings(f"FLOWFORGE_SPOOL_DIR: the folder cannot be used: {error}") from error
    return spool


def _workers(
    info: ServiceInfo,
    settings: KitSettings,
    endpoints: Sequence[Endpoint],
    spool: Spool,
    readable: Sequence[Path],
) -> LazyWorkers:
    modules = _modules(endpoints)

    def make() -> WorkerPool:
        return WorkerPool(
            settings.worker_processes,
            settings.process_queue,
            modules=modules,
            name=info.name,
            cells=spool.cells,
            readable=readable,
        )

    return LazyWorkers(make, needed=bool(modules))


def _jobs(settings: KitSettings) -> JobsClient | None:
    if settings.jobs_url is None or settings.gateway_secret is None:
        return None
    return JobsClient(settings.jobs_url, settings.gateway_secret.get_secret_value())


def _admission(settings: KitSettings) -> Admission:
    secret = settings.gateway_secret.get_secret_value() if settings.gateway_secret else None
    return Admission(secret, settings.max_concurrency_per_consumer, allow_direct=settings.allow_direct_calls)


def _modules(endpoints: Sequence[Endpoint]) -> list[str]:
    """Name the modules of the operations that run in worker processes."""
    handlers = [one.operation.handler for one in endpoints if isinstance(one.operation.run, Process)]
    return sorted({target_of(handler).partition(":")[0] for handler in handlers})


def _cache(settings: KitSettings, endpoints: Sequence[Endpoint], metrics: Metrics) -> ResultCache:
    """Open the cache only where an operation uses it: the client takes 27 MB."""
    if settings.redis_url is None or not any(one.operation.cache for one in endpoints):
        return NullCache()
    from servicekit.ports.cache import RedisCache  # noqa: PLC0415 - only where it is configured

    return RedisCache(settings.redis_url, on_failure=metrics.count_cache_failure)


def _store(settings: KitSettings) -> StoreBackend:
    url = settings.store_url
    if url is None:
        return NullStore()
    if url.startswith("sqlite:///"):
        from servicekit.ports.sqlite_store import SQLiteStore  # noqa: PLC0415 - only where it is configured

        return SQLiteStore(url.removeprefix("sqlite://"))
    from servicekit.ports.redis_store import RedisStore  # noqa: PLC0415 - only where it is configured

    return RedisStore(url)


def _fetcher(settings: KitSettings) -> Fetcher:
    return Fetcher(
        allow_private=settings.fetch_allow_private,
        allow_hosts=frozenset(settings.fetch_allow_hosts),
        timeout_seconds=settings.fetch_timeout_seconds,
    )


def watch_pools(metrics: Metrics, current: Callable[[], State | None]) -> None:
    """Publish metrics of the pools and the spool."""

    def read(threads: str, workers: str) -> Callable[[], dict[str, float]]:
        def gauges() -> dict[str, float]:
            state = current()
            if state is None:
                return {}
            found: dict[str, float] = {"threads": getattr(state.threads, threads)}
            if state.workers.pool is not None:
                found["processes"] = getattr(state.workers.pool, workers)
            return found

        return gauges

    metrics.watch("flowforge_pool_busy", "Calls that run.", "pool", read("busy", "busy"))
    metrics.watch(
        "flowforge_pool_waiting", "Calls that wait for a place.", "pool", read("waiting", "waiting")
    )
    metrics.watch("flowforge_requests_running", "Requests that run.", "of", lambda: _running(current()))
    metrics.watch(
        "flowforge_spool_bytes", "Bytes of files of running requests.", "kind", lambda: _spooled(current())
    )


def _running(state: State | None) -> dict[str, float]:
    return {"consumers": state.admission.running} if state is not None else {}


def _spooled(state: State | None) -> dict[str, Any]:
    return {"spooled": state.spool.used} if state is not None else {}
