"""Main program of a worker process: receives calls over a socket. Started by `launch` only."""

import asyncio
import inspect
import os
import socket
import sys
import tempfile
import traceback
from importlib import import_module

from servicekit.errors import OperationError, is_full
from servicekit.execution.sandbox import confinement
from servicekit.execution.sandbox.landlock import confine_files
from servicekit.execution.sandbox.readable import allowed_files
from servicekit.execution.transport import packing
from servicekit.execution.transport.calls import WorkerCall, resolve
from servicekit.execution.transport.frames import Frame, MalformedFrame
from servicekit.execution.transport.window import Window
from servicekit.execution.worker.channel import Channel, DownloadClient
from servicekit.execution.worker.context import WorkerContext


def main() -> None:
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    # A process started by the handler must not hold the service's line.
    channel.socket.set_inheritable(False)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    confinement.confine(int(sys.argv[2]))
    try:
        modules, folder, readable = channel.receive()
        if folder is not None:
            confine_files(allowed_files(folder, readable))
        for module in modules:
            import_module(module)
        channel.send({"kind": "ready"})
        while True:
            serve(channel, statm)
    except EOFError:
        return


def serve(channel: Channel, statm: int) -> None:
    """Receive one call, run it and send the result."""
    call, deadline, seconds, address_space = channel.receive_call()
    channel.send({"kind": "started"})
    _enter(call)
    context = WorkerContext(
        consumer=call.consumer,
        request_id=call.request_id,
        deadline=deadline,
        seconds=seconds,
        workspace=call.workspace,
        send=channel.send_progress,
        download=DownloadClient(channel, call.workspace) if call.fetches else None,
    )
    header, body = answer(call, context, confinement.AddressSpace(statm, address_space))
    os.chdir("/")
    header["children"] = _has_children()
    try:
        channel.send(header, body)
    except (MalformedFrame, TypeError):  # too many files, or a name that is no text
        channel.send(*packing.pack_crash(traceback.format_exc()))


def answer(call: WorkerCall, context: WorkerContext, space: confinement.AddressSpace) -> Frame:
    """Run *call* and return the frame with its result or error. Never raises."""
    try:
        with space:
            return packing.pack_result(_perform(call, context), call.workspace, Window())
    except MemoryError:
        return {"kind": "memory"}, b""
    except BaseException as error:  # noqa: BLE001 - SystemExit is a crash too: a worker ends only when it is told to
        if is_full(error):
            return {"kind": "storage"}, b""
        if isinstance(error, OperationError):
            return packing.pack_error(error)
        return packing.pack_crash(traceback.format_exc())


def _perform(call: WorkerCall, context: WorkerContext) -> object:
    arguments = dict(call.arguments)
    if call.context_parameter is not None:
        arguments[call.context_parameter] = context
    result = resolve(call.target)(**arguments)
    return asyncio.run(result) if inspect.iscoroutine(result) else result


def _enter(call: WorkerCall) -> None:
    os.chdir(call.workspace)
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(call.workspace)


def _has_children() -> bool:
    """Whether the call left a process behind: then the service ends this worker, and all of them with it."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    main()
