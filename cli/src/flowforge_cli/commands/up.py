"""Start the platform: `flowforge up`."""

import os
import signal
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flowforge_cli.assembly.launch import Supervisor
from flowforge_cli.assembly.planning import build_plan
from flowforge_cli.assembly.ports import Ports
from flowforge_cli.errors import AlreadyRunning, StartFailed
from flowforge_cli.filestore.totals import holdings
from flowforge_cli.home.consumers import publish
from flowforge_cli.home.demo import demo_key
from flowforge_cli.home.folder import Home, open_home
from flowforge_cli.home.snapshot import Snapshot, running_platform
from flowforge_cli.invocation import flowforge
from flowforge_cli.screens.messages import failure_message, files_summary, title, welcome_message
from flowforge_cli.screens.screen import open_screen, say
from flowforge_cli.supervision.lock import is_held

if TYPE_CHECKING:
    from flowforge_cli.home.certificate import Certificate

_WATCH_SECONDS = 0.3


def up(
    services: Annotated[
        list[str] | None, typer.Argument(help="Start only these services; all if omitted.")
    ] = None,
    *,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Run in the background.")] = False,
    tls: Annotated[bool, typer.Option("--tls", help="Use TLS with a certificate for localhost.")] = False,
) -> None:
    """Start the platform and print its address, an API key and an example. Ctrl-C stops it.

    The gateway listens on 127.0.0.1:8000; FLOWFORGE_HOST and FLOWFORGE_PORT move it.
    """
    home = open_home()
    if is_held(home.lock):
        raise AlreadyRunning(
            f"FlowForge is already running at {running_platform(home).address}:"
            f" '{flowforge()} status' shows it, '{flowforge()} down' stops it"
        )
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    certificate = _certificate(home) if tls else None
    with Ports(os.environ) as ports:
        plan = build_plan(home, services or (), certificate=certificate, ports=ports)
        key = demo_key(home)
        publish(home)
        supervisor = Supervisor(home, plan, detached=detach)
        snapshot = _started(supervisor)
    try:
        for line in welcome_message(snapshot, key, certificate.authority if certificate else None):
            say(line)
        say("")
        if (stored := holdings(home)) is not None:
            say(files_summary(stored))
        if detach:
            say(f"Running in the background; '{flowforge()} down' stops it.")
        else:
            say(f"Ctrl-C stops it. '{flowforge()} logs -f' follows its logs.")
            _watch(supervisor, snapshot)
    except KeyboardInterrupt:
        _stop(supervisor)


def _certificate(home: Home) -> "Certificate":
    from flowforge_cli.home.certificate import local_certificate  # noqa: PLC0415 - 12 MB that few need

    return local_certificate(home)


def _started(supervisor: Supervisor) -> Snapshot:
    try:
        return _follow_start(supervisor)
    except KeyboardInterrupt:
        _stop(supervisor)
        raise typer.Exit from None


def _follow_start(supervisor: Supervisor) -> Snapshot:
    screen = open_screen()
    try:
        for snapshot in supervisor.snapshots():
            screen.show(snapshot)
            if snapshot.state == "running":
                return snapshot
    finally:
        screen.close()
    last = supervisor.snapshot()
    if last is None or last.problem is None:
        raise supervisor.failure()
    culprit = next(part for part in last.parts if part.name == last.problem)
    raise StartFailed("\n".join(failure_message(culprit)))


def _watch(supervisor: Supervisor, before: Snapshot) -> NoReturn:
    """Print events until the supervisor exits."""
    for snapshot in supervisor.snapshots(_WATCH_SECONDS):
        for old, new in zip(before.parts, snapshot.parts, strict=True):
            if new.restarts > old.restarts:
                for line in failure_message(new):
                    say(line)
            elif new.state == "running" and old.state != "running":
                say(f"{title(new)} is running again")
        before = snapshot
    raise supervisor.failure()


def _stop(supervisor: Supervisor) -> None:
    say("\nStopping ...")
    supervisor.process.terminate()
    try:
        supervisor.process.wait()
    except KeyboardInterrupt:
        supervisor.process.terminate()  # a second time: at once
        supervisor.process.wait()
    say("Stopped.")


def _interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt
