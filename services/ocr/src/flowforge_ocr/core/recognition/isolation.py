"""Read a page in a fork of the worker: it may crash, or be stopped, without the pages that are done.

The fork shares the loaded models and gives its memory back when it ends.
"""

import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable
from typing import TypeVar

from servicekit import InternalError, OperationError, TimedOut

Result = TypeVar("Result")
_LENGTH = 8


class PageCrashed(InternalError):
    code = "OCR_PAGE_CRASHED"
    message = "The process that read this page ended without a result: the other pages were read."


def in_fork(work: Callable[[], Result], until: float) -> Result:
    """Return what *work* returns, which must pickle. Raises what it raises, PageCrashed and TimedOut."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads: the fork uses none
        child = os.fork()
    if not child:
        _answer(work, writer)
    os.close(writer)
    try:
        data = _received(reader, until)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    succeeded, result = pickle.loads(data)  # noqa: S301 - of a fork of this process
    if not succeeded:
        raise result
    return result  # type: ignore[no-any-return] # what `work` returns


def _answer(work: Callable[[], object], writer: int) -> None:
    """Write what *work* returns or raises, and end the process."""
    code = 1
    try:
        try:
            message = pickle.dumps((True, work()))
        except OperationError as error:
            message = pickle.dumps((False, error))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(len(message).to_bytes(_LENGTH) + message)
        code = 0
    finally:
        os._exit(code)


def _received(reader: int, until: float) -> bytes:
    data = b""
    while len(data) < _LENGTH or len(data) < _LENGTH + int.from_bytes(data[:_LENGTH]):
        if not select.select([reader], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimedOut(seconds=0)
        piece = os.read(reader, 1 << 20)
        if not piece:
            raise PageCrashed
        data += piece
    return data[_LENGTH:]
