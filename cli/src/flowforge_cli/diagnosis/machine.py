"""Check the machine: Python, the processor, memory, disk, the gateway's port and the state folder."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping

import psutil

from flowforge_cli.assembly.ports import GATEWAY_PORT, holder, is_free
from flowforge_cli.diagnosis.findings import Finding
from flowforge_cli.home.folder import Home
from flowforge_cli.invocation import flowforge
from flowforge_cli.supervision.lock import is_held

_GIGABYTE = 1 << 30
_ENOUGH_MEMORY = _GIGABYTE
_ENOUGH_DISK = 2 * _GIGABYTE
_WITH_WHEELS = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64")}


def check_machine(home: Home, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Check what every part needs."""
    release = ".".join(str(number) for number in sys.version_info[:3])
    yield Finding("Python", "ok", f"{release} at {sys.executable}")
    yield _processor()
    yield _memory()
    yield _disk(home)
    yield _port(home, environment)
    yield _confinement()


def _processor() -> Finding:
    system, machine = platform.system(), platform.machine()
    if (system, machine) in _WITH_WHEELS:
        return Finding("system", "ok", f"{system} on {machine}")
    advice = "run the containers instead: docker compose up"
    return Finding("system", "missing", f"no Envoy is packaged for {system} on {machine}", advice)


def _memory() -> Finding:
    memory = psutil.virtual_memory()
    detail = f"{memory.available / _GIGABYTE:.1f} of {memory.total / _GIGABYTE:.1f} GB available"
    enough = memory.available >= _ENOUGH_MEMORY
    return Finding("memory", "ok" if enough else "optional", detail, "" if enough else "close something")


def _disk(home: Home) -> Finding:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / _GIGABYTE:.0f} GB free for {home.path}"
    if not os.access(folder, os.W_OK):
        return Finding("state folder", "missing", f"{folder} cannot be written", "set FLOWFORGE_HOME")
    enough = free >= _ENOUGH_DISK
    return Finding("state folder", "ok" if enough else "optional", detail, "" if enough else "make room")


def _confinement() -> Finding:
    from servicekit.execution.sandbox.isolation import CONFINED, isolation  # noqa: PLC0415 - only doctor needs the kit

    missing = [f"{what} ({said})" for what, said in isolation().items() if said != CONFINED]
    if not missing:
        return Finding("worker processes", "ok", "confined: files, network, sockets and signals")
    return Finding("worker processes", "optional", "; ".join(missing), "run on a newer kernel")


def _port(home: Home, environment: Mapping[str, str]) -> Finding:
    port = int(environment.get("FLOWFORGE_PORT") or GATEWAY_PORT)
    if is_held(home.lock):
        return Finding("port", "ok", f"FlowForge runs: see '{flowforge()} status'")
    if is_free(port):
        return Finding("port", "ok", f"{port} is free")
    return Finding("port", "missing", f"{port} is in use{holder(port)}", "set FLOWFORGE_PORT to another one")
