"""Find the browser, start it without network, and end it with everything that it started."""

import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import F_DUPFD_CLOEXEC, fcntl
from pathlib import Path

from flowforge_fonts import EMOJI_OUTLINES, use_bundled_fonts
from flowforge_pdf.engines.chromium.web_fonts import web_fonts
from servicekit import NotInstalled

# The headless shell alone: the browser with windows opens a socket when it starts, which no worker may.
_NAMES = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
_LEAST_DESCRIPTOR = 10
_READS, _WRITES = 3, 4  # the descriptors of --remote-debugging-pipe
_OFF = (
    "AudioServiceOutOfProcess", "IsolateOrigins", "MediaRouter", "OptimizationHints", "Translate",
    "site-per-process",
)  # fmt: skip
_FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # the worker process is one: Chromium's own needs privileges that a worker has dropped
    "--no-zygote",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-default-apps",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    f"--disable-features={','.join(_OFF)}",
    "--renderer-process-limit=1",
    # Every request is intercepted. What is not, such as a WebSocket, finds no address and a closed port.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


class BrowserNotInstalled(NotInstalled):
    code = "BROWSER_NOT_INSTALLED"
    message = (
        "'engine' is 'chromium', which is not installed on this server: apt-get install "
        "chromium-headless-shell, or set FLOWFORGE_PDF_CHROMIUM to the path of a headless shell below /usr."
    )


def browser_at(wanted: str) -> Path | None:
    """Return the program of the name or path *wanted*, or one that is installed if it is empty."""
    found = (shutil.which(name) for name in ((wanted,) if wanted else _NAMES))
    return next((Path(each) for each in found if each), None)


@dataclass(slots=True)
class Running:
    """A started browser, and the ends of its pipe: what is written to *commands*, and read from *answers*."""

    pid: int
    commands: int
    answers: int


@contextmanager
def running(program: Path, folder: Path) -> Iterator[Running]:
    """Start the browser with a new profile in *folder*; end it, and all its children, with the block."""
    theirs_in, commands = _high(os.pipe())
    answers, theirs_out = _high(os.pipe())
    try:
        pid = _spawn(program, folder, theirs_in, theirs_out)
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    try:
        yield Running(pid, commands, answers)
    finally:
        _end(pid)


def _spawn(program: Path, folder: Path, reads: int, writes: int) -> int:
    command = [str(program), *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    use_bundled_fonts(without=[EMOJI_OUTLINES])
    fonts = web_fonts(folder, Path(os.environ["FONTCONFIG_FILE"]))
    places = {
        "FONTCONFIG_FILE": str(fonts),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    silent = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in (0, 1, 2)]
    ends = [(os.POSIX_SPAWN_DUP2, reads, _READS), (os.POSIX_SPAWN_DUP2, writes, _WRITES)]
    with _whole_address_space():
        return os.posix_spawn(
            program, command, {**os.environ, **places}, file_actions=[*silent, *ends], setpgroup=0
        )


@contextmanager
def _whole_address_space() -> Iterator[None]:
    """Start programs without the worker's soft limit: a browser maps terabytes that it does not fill.

    What it and its children hold in memory is watched by the service.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _high(ends: tuple[int, int]) -> tuple[int, int]:
    """Move a pipe away from the descriptors that the browser has its own in."""
    moved = (
        fcntl(ends[0], F_DUPFD_CLOEXEC, _LEAST_DESCRIPTOR),
        fcntl(ends[1], F_DUPFD_CLOEXEC, _LEAST_DESCRIPTOR),
    )
    for end in ends:
        os.close(end)
    return moved


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:  # its children fall to the worker when it dies
            os.waitpid(-pid, 0)
