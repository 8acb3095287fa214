"""Run a handler inline, on a thread or in a worker process, until its deadline."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from servicekit.errors import Busy, OperationError, ResourceLimit, TimedOut
from servicekit.execution.shares import ConsumerShareTaken
from servicekit.execution.thread_pool import ThreadPool
from servicekit.execution.transport.calls import WorkerCall, WorkerCrashed, target_of
from servicekit.execution.worker_pool import WorkerPool
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.execution.live_context import LiveContext
from servicekit.http.execution.resource_pool import ResourcePool
from servicekit.http.execution.running_jobs import RunningJobs
from servicekit.http.execution.watch import Watch
from servicekit.operations.runs import Inline, Process

_CHECK_SECONDS = 0.1
_PART = Process()  # the limits of a part of a handler that runs in a process


class Invoker:
    """Calls handlers. *workers* makes the pool of processes when it is first needed.

    *fair* limits each consumer to its share of the pools; where all calls are anonymous there is none.
    """

    def __init__(
        self,
        threads: ThreadPool,
        workers: Callable[[], WorkerPool],
        resources: ResourcePool,
        *,
        fair: bool = True,
    ) -> None:
        self._threads = threads
        self._workers = workers
        self._resources = resources
        self._fair = fair
        self._loop = asyncio.get_running_loop()
        self.jobs = RunningJobs()

    async def call(
        self, endpoint: Endpoint, arguments: dict[str, Any], context: LiveContext, watch: Watch
    ) -> Any:
        """Return what the handler returns. Raises what it raises, Busy, and what *watch* raises."""
        run = endpoint.operation.run
        if isinstance(run, Process):
            return await watch.over(self._in_process(endpoint, arguments, context, run))
        if not endpoint.resources:
            return await self._here(endpoint, arguments, context, watch)
        async with AsyncExitStack() as held:
            for name in endpoint.resources:
                use = held.enter_async_context(self._resources.by_name[name].use(self._sharer(context)))
                arguments[name] = await watch.over(use)
            return await self._here(endpoint, arguments, context, watch)

    async def _here(
        self, endpoint: Endpoint, arguments: dict[str, Any], context: LiveContext, watch: Watch
    ) -> Any:
        operation = endpoint.operation
        if endpoint.is_async:
            return await watch.over(operation.handler(**arguments))
        if isinstance(operation.run, Inline) and context.input_bytes <= operation.run.max_bytes:
            return operation.handler(**arguments)
        call: Callable[[], Any] = partial(operation.handler, **arguments)
        if context.job is not None:
            call = self.jobs.tracked(context.job, call)
        on_thread = self._threads.run(call, consumer=self._sharer(context), deadline=context.deadline)
        return await watch.over(on_thread)

    def in_worker(
        self, context: LiveContext, function: Callable[..., Any], arguments: dict[str, object]
    ) -> Any:
        """Run a part of a handler, which waits on its thread, in a worker process.

        Raises Busy, ConsumerShareTaken and WorkerCrashed, and what the context's `check` raises.
        """
        call = WorkerCall(
            target=target_of(function),
            arguments=arguments,
            consumer=context.consumer,
            request_id=context.request_id,
            workspace=context.workspace,
        )
        work = self._workers().run(
            call, deadline=context.deadline, limits=_PART, consumer=self._sharer(context)
        )
        running = asyncio.run_coroutine_threadsafe(work, self._loop)
        while True:
            try:
                return running.result(_CHECK_SECONDS)
            except TimeoutError:
                try:
                    context.check()
                except OperationError:
                    running.cancel()
                    raise

    def _sharer(self, context: LiveContext) -> str | None:
        return context.consumer.id if self._fair else None

    async def _in_process(
        self, endpoint: Endpoint, arguments: dict[str, Any], context: LiveContext, run: Process
    ) -> Any:
        handler = endpoint.operation.handler
        arguments.pop(endpoint.context_parameter or "", None)
        call = WorkerCall(
            target=target_of(handler),
            arguments=arguments,
            context_parameter=endpoint.context_parameter,
            consumer=context.consumer,
            request_id=context.request_id,
            workspace=context.workspace,
            fetches=run.fetches,
        )
        return await self._workers().run(
            call,
            deadline=context.deadline,
            limits=run,
            on_progress=context.progress,
            held=context.held,
            fetch=context.fetch_apart if run.fetches else None,
            consumer=self._sharer(context),
        )


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return the errors of running a handler."""
    found: list[type[OperationError]] = []
    if not isinstance(endpoint.operation.run, Inline) or endpoint.is_async:
        found += [Busy, TimedOut, ConsumerShareTaken]
    if isinstance(endpoint.operation.run, Process):
        found += [ResourceLimit, WorkerCrashed]
    return found
