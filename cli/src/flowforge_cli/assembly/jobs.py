"""Jobs: what services must know to submit them, and the processes that run them."""

import sys
from collections.abc import Mapping
from dataclasses import replace

from flowforge_cli.home.folder import Home
from flowforge_cli.supervision.plan import Part, Probe
from flowforge_gateway import ServiceEntry
from flowforge_gateway.services import ExtraProcess

SERVICE = "jobs"
_BROKER_DATABASE = "1"  # of Valkey; the cache and the counters have database 0


def jobs_settings(home: Home, redis_url: str) -> dict[str, str]:
    """Return the settings of the jobs service and its processes."""
    return {
        "FLOWFORGE_JOBS_DATABASE_URL": f"sqlite:///{home.data(SERVICE) / 'jobs.sqlite'}",
        "FLOWFORGE_JOBS_BROKER_URL": f"{redis_url.rpartition('/')[0]}/{_BROKER_DATABASE}",
    }


def submission(addresses: Mapping[str, int]) -> dict[str, str]:
    """Return what every service must know to submit jobs."""
    return {"FLOWFORGE_JOBS_URL": f"http://127.0.0.1:{addresses[SERVICE]}"} if SERVICE in addresses else {}


def process_parts(home: Home, entry: ServiceEntry, service: Part, stage: int) -> tuple[Part, ...]:
    """Return the processes beside a service, which have its settings; they are ready when they listen."""
    return tuple(_process_part(home, entry, process, service, stage) for process in entry.processes)


def _process_part(home: Home, entry: ServiceEntry, process: ExtraProcess, service: Part, stage: int) -> Part:
    socket = str(home.sockets() / f"{process.name}.sock")
    return replace(
        service,
        name=f"{entry.name}-{process.name}",
        stage=stage,
        argv=(sys.executable, "-m", process.module, "--ready", socket),
        probe=Probe(socket),
        log=str(home.logs / f"{entry.name}-{process.name}.log"),
        port=None,
    )
