"""What a job costs: time to its first work, jobs per second, listeners, and recovery after kill -9.

The platform is that of the tests: the jobs service, one worker, one scheduler, a Valkey and a sample service.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks.harness import Report, cpu_seconds, memory_bytes, settled_memory_bytes
from flowforge_jobstore.database import open_database
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.records import NewJob, new_id
from flowforge_jobstore.testing import PostgresServer, postgresql
from servicekit import ServiceConnections

sys.path.insert(0, str(Path(__file__).parents[1] / "services" / "jobs" / "tests" / "stand"))

from jobs_stand import SECRET, Platform, platform, until  # type: ignore[import-not-found] # of the tests

SINGLE_JOBS = 50
JOBS = 500
LISTENERS = 1000
KILLS = 3
MIB = 1 << 20
ADD = {"operation": "sample.add", "request": {"numbers": [1, 2]}}
STORES = ("SQLite NORMAL", "SQLite FULL", "PostgreSQL")
CALLERS = 8
ACCEPTED = 202
PROCESSES = ("api", "worker", "scheduler")


@dataclass(frozen=True, slots=True)
class Stand:
    """One platform and the address of its record."""

    running: Platform
    database: str
    server: PostgresServer | None


@contextmanager
def stand(store: str) -> Iterator[Stand]:
    """Run the platform on one of STORES; PostgreSQL has its defaults, so synchronous_commit is on."""
    with ExitStack() as stack:
        server: PostgresServer | None = None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ffjobs")))
        database = f"sqlite:///{folder}/jobs.sqlite"
        if store == "PostgreSQL":
            server = stack.enter_context(postgresql())
            database = server.url
        options = {"FLOWFORGE_MAX_CONCURRENCY_PER_CONSUMER": str(2 * LISTENERS)}
        options |= {"FLOWFORGE_JOBS_SYNCHRONOUS": "FULL" if store == "SQLite FULL" else "NORMAL"}
        services = {"sample": "jobs_sample.app:app"}
        running = stack.enter_context(platform(folder, services, database=database, **options))
        yield Stand(running, database, server)


def pid_of(running: Platform, name: str) -> int:
    process = running.processes[name].running
    if process is None:
        raise RuntimeError(f"{name} does not run")
    return int(process.pid)


def first_work(running: Platform) -> list[float]:
    """Return seconds from the insert of a job to its claim, by the database's clock, one job at a time."""
    found = []
    with running.client() as client:
        for _ in range(SINGLE_JOBS):
            made = client.post("/api/v1/jobs", json=ADD).raise_for_status().json()
            client.get(made["result_url"], params={"wait": 20}).raise_for_status()
            ended = client.get(made["url"]).json()
            created, started = (datetime.fromisoformat(ended[name]) for name in ("created_at", "started_at"))
            found.append((started - created).total_seconds())
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Cost:
    """Jobs per second, and processor milliseconds per job of each process."""

    rate: float
    cpu: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.cpu.values())


@contextmanager
def measured(at: Stand) -> Iterator[list[Cost]]:
    """Measure JOBS jobs: the block creates them, and the measure ends with the last of them."""
    pids = {name: pid_of(at.running, name) for name in PROCESSES}
    pids |= {"database": at.server.pid} if at.server is not None else {}
    before, began = {name: cpu_seconds(pid) for name, pid in pids.items()}, time.perf_counter()
    found: list[Cost] = []
    with at.running.client() as client:
        yield found
        while client.get("/api/v1/jobs", params={"state": "queued,running", "limit": 1}).json()["jobs"]:
            time.sleep(0.1)
    seconds = time.perf_counter() - began
    cpu = {name: 1000 * (cpu_seconds(pid) - before[name]) / JOBS for name, pid in pids.items()}
    found.append(Cost(JOBS / seconds, cpu))


def from_the_record(at: Stand) -> Cost:
    """Jobs that are there already, as a batch writes them."""
    asyncio.run(put_many(at.database))
    with measured(at) as found, at.running.client() as client:
        client.post("/api/v1/jobs", json=ADD).raise_for_status()  # wakes the worker
    return found[0]


def from_callers(at: Stand) -> Cost:
    """Jobs that CALLERS callers submit by `Prefer: respond-async` while the worker runs them."""
    with measured(at) as found:
        asyncio.run(submit_many(at.running))
    return found[0]


async def submit_many(running: Platform) -> None:
    url = f"{running.urls['sample']}/api/v1/sample/add"
    headers = {"X-Gateway-Secret": SECRET, "X-User-Id": "ann", "X-Consumer-Tier": "free"}
    headers |= {"Prefer": "respond-async", "Content-Type": "application/json"}
    numbers = iter(range(JOBS))

    async def submit(connections: ServiceConnections) -> None:
        for _ in numbers:
            sent = connections.stream("POST", url, headers=headers, body=b'{"numbers": [1, 2]}', seconds=60.0)
            async with sent as answer:
                if answer.status != ACCEPTED:
                    raise RuntimeError(f"a job was answered with {answer.status}")
                async for _piece in answer.pieces:
                    continue

    async with ServiceConnections() as connections:
        await asyncio.gather(*(submit(connections) for _ in range(CALLERS)))


async def put_many(url: str) -> list[str]:
    """Write many jobs in one transaction, as a batch does."""
    made = [new_job() for _ in range(JOBS)]

    def write(connection: Any) -> None:
        for one in made:
            enqueue(connection, one)

    async with open_database(url) as database:
        await database.write(write)
    return [one.id for one in made]


def new_job() -> NewJob:
    return NewJob(
        id=new_id(),
        consumer_id="ann",
        consumer_name="ann",
        tier="free",
        operation="sample.add",
        path="/api/v1/sample/add",
        body=b'{"numbers": [1, 2]}',
    )


def listeners(running: Platform) -> int:
    """Return the growth of the service's memory while many follow one job."""
    with running.client() as client:
        made = client.post("/api/v1/jobs", json={**ADD, "delay_seconds": 3600}).json()
        before = memory_bytes(pid_of(running, "api"))
        grown = asyncio.run(listen(running, f"{made['url']}/events")) - before
        client.post(f"{made['url']}/cancel").raise_for_status()
    return grown


async def listen(running: Platform, path: str) -> int:
    """Open the streams, wait for the first event of each, and return the memory then."""
    url = httpx.URL(running.urls["jobs"])
    head = f"GET {path} HTTP/1.1\r\nHost: {url.host}\r\nAccept: text/event-stream\r\n"
    head += f"X-Gateway-Secret: {SECRET}\r\nX-User-Id: {{user}}\r\nX-Consumer-Tier: free\r\n\r\n"
    writers = []
    for _ in range(LISTENERS):
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(head.format(user="ann").encode())
        await writer.drain()
        await reader.readuntil(b"event: queued")
        writers.append(writer)
    memory = await asyncio.to_thread(settled_memory_bytes, pid_of(running, "api"))
    for writer in writers:
        writer.close()
    return memory


def recovery(running: Platform) -> list[float]:
    """Return seconds from kill -9 of the worker to the next claim of its job; another starts at once."""
    found = []
    with running.client() as client:
        for number in range(KILLS):
            trace = running.folder / f"trace{number}"
            request = {"trace": str(trace), "seconds": 1}
            made = client.post("/api/v1/jobs", json={"operation": "sample.work", "request": request}).json()
            until(trace.exists)
            killed = time.time()
            running.processes["worker"].kill()
            running.processes["worker"].start()
            running.ended(made["id"])
            events = client.get(f"{made['url']}/events").json()["events"]
            claims = [one["data"]["at"] for one in events if one["event"] == "running"]
            found.append(datetime.fromisoformat(claims[-1]).timestamp() - killed)
    return sorted(found)


def main() -> None:
    report = Report("jobs", "Jobs", packages=["celery", "sqlalchemy", "asyncpg"])
    rows, costs = [], []
    for store in STORES:
        with stand(store) as at:
            idle = {
                name: settled_memory_bytes(pid_of(at.running, name), seconds=0.5) / MIB for name in PROCESSES
            }
            waits = first_work(at.running)
            kept, called = from_the_record(at), from_callers(at)
            p50, p99 = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
            rows.append((store, p50, p99, kept.rate, called.rate, *idle.values()))
            costs += [
                (store, way, cost.total, *(cost.cpu.get(name, "-") for name in (*PROCESSES, "database")))
                for way, cost in (("in the record", kept), ("submitted meanwhile", called))
            ]
            report.target(f"{store}: first work, p50", p50, 30.0, unit=" ms")
            report.target(f"{store}: jobs per second", kept.rate, 250.0, at_least=True)
            if store == "PostgreSQL":
                extras(report, at, idle)
    report.table("One worker", HEADER, rows)
    report.table("Processor milliseconds per job", COSTS, costs)
    report.note(
        "The sample service, which does the work, and those who submit are not among the processes. "
        "SQLite works within the others."
    )
    report.write()


def extras(report: Report, at: Stand, idle: dict[str, float]) -> None:
    """Add what is measured on one store only."""
    grown = listeners(at.running) / MIB
    report.target(f"memory of {LISTENERS} listeners", grown, 200.0, unit=" MiB")
    longest = recovery(at.running)[-1]
    report.target(f"recovery after kill -9, longest of {KILLS}", longest, 5.0, unit=" s")
    for name, memory in idle.items():
        report.target(f"idle memory of {name}", memory, 90.0, unit=" MiB")


HEADER = (
    "record",
    "first work p50 ms",
    "p99 ms",
    "jobs/s, in the record",
    "jobs/s, submitted meanwhile",
    "api MiB",
    "worker MiB",
    "scheduler MiB",
)
COSTS = ("record", "jobs", "all", "api", "worker", "scheduler", "database")


if __name__ == "__main__":
    main()
