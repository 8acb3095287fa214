import os
import signal
import threading
import time

import psutil
import pytest

from flowforge_ocr.core.recognition.isolation import PageCrashed, in_fork
from flowforge_ocr.engines.port import TooMuchText
from servicekit import TimedOut


def later(seconds: float) -> float:
    return time.monotonic() + seconds


def test_the_result_comes_back() -> None:
    large = list(range(100_000))
    assert in_fork(lambda: (os.getpid() != os.getppid(), large), later(20)) == (True, large)


def test_an_error_comes_back_as_it_is() -> None:
    def refuse() -> None:
        raise TooMuchText

    with pytest.raises(TooMuchText, match="more text than one call"):
        in_fork(refuse, later(20))


@pytest.mark.parametrize("crash", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_a_crash_is_an_error_of_the_page(crash: object) -> None:
    with pytest.raises(PageCrashed, match="the other pages were read"):
        in_fork(crash, later(20))  # type: ignore[arg-type] # it returns nothing


def test_a_page_that_takes_too_long_is_stopped() -> None:
    before = set(psutil.Process().children())
    with pytest.raises(TimedOut):
        in_fork(threading.Event().wait, later(0.05))
    assert not set(psutil.Process().children()) - before  # nothing is left behind
