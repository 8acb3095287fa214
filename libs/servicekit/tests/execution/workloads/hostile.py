"""Handlers that hang, eat memory, crash, escape and lie."""

# ruff: noqa: ARG001 - every handler takes the same arguments

import contextlib
import ctypes
import json
import mmap
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from servicekit.context import Context
from servicekit.operations.outputs import FileOutput

from .plain import AddRequest, Sum


class Attack(BaseModel):
    outcomes: dict[str, str]


def _sum(total: float = 0) -> Sum:
    return Sum(total=total, remark=None, worker=os.getpid())


def hang(body: AddRequest) -> Sum:
    while True:
        pass


def sleep(body: AddRequest) -> Sum:
    time.sleep(body.left)
    return _sum()


def list_bomb(body: AddRequest) -> Sum:
    hoard: list[object] = []
    while True:
        hoard.append([0] * 1000)


def bytes_bomb(body: AddRequest) -> Sum:
    return _sum(len(bytearray(int(body.left))))


def swallowing_bomb(body: AddRequest) -> Sum:
    hoard: list[mmap.mmap] = []
    while True:
        with contextlib.suppress(MemoryError):
            hoard.append(bytearray(1 << 20))


def unlimited_bomb(body: AddRequest) -> Sum:
    """Raise the soft limit first, so that only the service's own watch is left."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return _hoard()


def reserve(body: AddRequest) -> Sum:
    """Map memory, as engines with heaps of their own do, and fill none of it."""
    try:
        with mmap.mmap(-1, int(body.left)) as mapped:
            return _sum(len(mapped))
    except OSError as error:
        raise MemoryError from error


def child_bomb(body: AddRequest) -> Sum:
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        _hoard()
    time.sleep(60)
    return _sum()


def _hoard() -> Sum:
    hoard: list[mmap.mmap] = []
    while len(hoard) < 2000:
        hoard.append(mmap.mmap(-1, 1 << 20))
        hoard[-1].write(b"x" * (1 << 20))
        time.sleep(0.001)
    return _sum()


def abort_like_rust(body: AddRequest) -> Sum:
    os.write(2, b"memory allocation of 8589934592 bytes failed\n")
    os.abort()


def abort_like_jq(body: AddRequest) -> Sum:
    os.write(2, b"jq: error: cannot allocate memory\n")
    os.abort()


def segfault(body: AddRequest) -> Sum:
    ctypes.string_at(0)
    return _sum()


def quit_at_once(body: AddRequest) -> Sum:
    os._exit(0)


def exit_politely(body: AddRequest) -> Sum:
    sys.exit(3)


def raise_plainly(body: AddRequest) -> Sum:
    raise ZeroDivisionError("the secret detail")


def return_a_dictionary(body: AddRequest) -> Sum:
    return {"total": 1}  # type: ignore[return-value]  # a mistake under test


def leave_children(body: AddRequest, context: Context) -> Sum:
    """Leave one child in the group, and one that has left it by a session of its own and an orphan's way."""
    _write_pid(context.workspace, "child", subprocess.Popen(["/bin/sleep", "600"]).pid)
    if os.fork() == 0:
        os.setsid()
        if (grandchild := os.fork()) > 0:
            _write_pid(context.workspace, "escaped", grandchild)
            os._exit(0)
        time.sleep(600)
        os._exit(0)
    while not (context.workspace / "escaped").exists():
        time.sleep(0.01)
    if body.left:
        time.sleep(body.left)
    return _sum()


def leave_child_and_quit(body: AddRequest, context: Context) -> Sum:
    _write_pid(context.workspace, "child", subprocess.Popen(["/bin/sleep", "600"]).pid)
    os._exit(0)


def fork_bomb(body: AddRequest) -> Sum:
    """Fork without end, as far as one may in a test: sixty processes that start others when one dies."""
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    time.sleep(600)
    return _sum()


def _write_pid(folder: Path, name: str, pid: int) -> None:
    (folder / f".{name}").write_text(str(pid), encoding="ascii")
    (folder / f".{name}").rename(folder / name)


def escape_by_path(body: AddRequest) -> FileOutput:
    return FileOutput(Path("/etc/hostname"))


def escape_by_link(body: AddRequest) -> FileOutput:
    Path("link").symlink_to("/etc/hostname")
    return FileOutput(Path("link"))


def escape_by_dots(body: AddRequest) -> FileOutput:
    return FileOutput(Path("../outside.txt"))


def answer_with_folder(body: AddRequest) -> FileOutput:
    return FileOutput(Path())


def answer_with_pipe(body: AddRequest) -> FileOutput:
    os.mkfifo("pipe")
    return FileOutput(Path("pipe"))


_kept: list[socket.socket] = []


def _line() -> socket.socket:
    """Return the worker's own line to the service, as code that has taken it over would find it."""
    line = socket.socket(fileno=int(sys.argv[1]))
    _kept.append(line)  # or it would be closed with the object
    return line


def _lie(header: bytes, body: bytes = b"") -> None:
    _line().sendall(struct.pack("!II", len(header), len(body)) + header + body)
    time.sleep(30)


def lie_with_noise(body: AddRequest) -> Sum:
    _line().sendall(b"\xff" * 64)
    time.sleep(30)
    return _sum()


def lie_without_json(body: AddRequest) -> Sum:
    _lie(b"this is no JSON")
    return _sum()


def lie_with_list(body: AddRequest) -> Sum:
    _lie(b"[1, 2]")
    return _sum()


def lie_with_kind(body: AddRequest) -> Sum:
    _lie(json.dumps({"kind": ["model"]}).encode())
    return _sum()


def lie_with_model(body: AddRequest) -> Sum:
    _lie(json.dumps({"kind": "model"}).encode(), b'{"total": "no number"}')
    return _sum()


def lie_with_file(body: AddRequest) -> Sum:
    _lie(json.dumps({"kind": "file", "report": -5, "files": [{}]}).encode())
    return _sum()


def lie_with_window(body: AddRequest) -> Sum:
    """Claim that the answer is in the window, where there are fewer bytes."""
    os.ftruncate(0, 10)
    return _lie_about_window(11)


def lie_with_negative_size(body: AddRequest) -> Sum:
    return _lie_about_window(-1)


def _lie_about_window(size: int) -> Sum:
    files = [{"media_type": "text/plain", "name": None, "size": size, "in_window": 0}]
    _lie(json.dumps({"kind": "file", "name": None, "report": 0, "files": files}).encode())
    return _sum()


def lie_with_media_type(body: AddRequest) -> FileOutput:
    return FileOutput(b"", media_type="text/plain\r\nX-Admin: 1")


def lie_with_progress(body: AddRequest) -> Sum:
    _lie(json.dumps({"kind": "progress", "done": "all", "total": None, "note": 1}).encode())
    return _sum()


def lie_with_size(body: AddRequest) -> Sum:
    _line().sendall(struct.pack("!II", 2, 0xFFFFFFFF) + b"{}")
    time.sleep(30)
    return _sum()


def lie_twice(body: AddRequest) -> Sum:
    text = json.dumps({"kind": "model"}).encode()
    answer = b'{"total": 1, "remark": null, "worker": 0}'
    _line().sendall((struct.pack("!II", len(text), len(answer)) + text + answer) * 2)
    time.sleep(30)
    return _sum()


def hang_up(body: AddRequest) -> Sum:
    _line().close()
    time.sleep(30)
    return _sum()


def attack(body: AddRequest) -> Attack:
    """Try what code that has taken a worker over would try next."""
    attempts: dict[str, Callable[[], object]] = {
        "kill the service": lambda: os.kill(os.getppid(), signal.SIGCONT),
        "read its memory": Path(f"/proc/{os.getppid()}/mem").open,
        "connect": lambda: socket.create_connection(("127.0.0.1", int(body.left))),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
    }
    return Attack(outcomes={name: _attempt(attempt) for name, attempt in attempts.items()})


def _attempt(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except PermissionError:
        return "refused"
    return "done"


def ignore_signals(body: AddRequest) -> Sum:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return hang(body)
