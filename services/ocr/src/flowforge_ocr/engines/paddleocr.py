"""PaddleOCR 3.7 (Apache-2.0), as a program in a Python environment of its own.

It needs another OpenCV than this service, so it cannot share its environment. The program runs
`paddleocr_program.py` for one call, page after page.
"""

import json
import os
import select
import struct
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from flowforge_ocr.engines import paddleocr_program
from flowforge_ocr.engines.geometry import Point, Quad
from flowforge_ocr.engines.port import EngineFailed, EngineName, Isolation, Reading
from flowforge_ocr.engines.ppocr import model_files
from flowforge_ocr.engines.recognized import Line, Pixels
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_ocr.engines.word_places import line_of
from servicekit import TimedOut

HOW = (
    "python -m venv /usr/local/paddleocr; /usr/local/paddleocr/bin/pip install paddleocr==3.7.0 onnxruntime; "
    "then set FLOWFORGE_OCR_PADDLEOCR_PYTHON=/usr/local/paddleocr/bin/python"
)
Runtime = Literal["onnxruntime", "paddle"]
_SECONDS = 120.0
_HEIGHT = 48
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class PaddleSetup:
    """Which interpreter has PaddleOCR, and what it runs on. `models` is needed by the runtime `paddle`."""

    python: str = ""
    runtime: Runtime = "onnxruntime"
    device: str = "cpu"
    models: str = ""


def is_installed(setup: PaddleSetup) -> bool:
    return bool(setup.python) and os.access(setup.python, os.X_OK)


class PaddleOcr:
    name: EngineName = "paddleocr"
    isolation: Isolation = "program"

    def __init__(self, setup: PaddleSetup) -> None:
        if not is_installed(setup):
            raise OcrEngineNotInstalled(engine=self.name, how=HOW)
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self.model = "PP-OCRv6_small" if setup.runtime == "onnxruntime" else Path(setup.models).name

    def recognize(self, pixels: Pixels, reading: Reading) -> list[Line]:
        until = reading.until or time.monotonic() + _SECONDS
        height, width = pixels.shape[:2]
        try:
            process = self._process or self._start(reading.longest_side)
            self._send(process, {"height": height, "width": width}, pixels.tobytes())
            found = json.loads(self._receive(process, until))
        except (BrokenPipeError, EOFError, ValueError) as error:
            self.close()
            raise EngineFailed(engine=self.name) from error
        except TimedOut:
            self.close()
            raise
        lines = [line for each in found if (line := self._line(each)) is not None]
        reading.budget.take(
            sum(round(_HEIGHT * line.quad.width / max(1, line.quad.height)) for line in lines)
        )
        return lines

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            process.wait()

    def _start(self, longest_side: int) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - an interpreter that the operators named
            [self._setup.python, "-I", paddleocr_program.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        self._process = process
        files = {name: str(path) for name, path in model_files().items()}
        options = {**asdict(self._setup), "longest_side": longest_side, "files": files}
        self._send(process, options, b"")
        return process

    def _send(self, process: subprocess.Popen[bytes], header: dict[str, Any], body: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 - a pipe
        text = json.dumps(header).encode()
        process.stdin.write(_LENGTH.pack(len(text)) + text)
        process.stdin.write(body)
        process.stdin.flush()

    def _receive(self, process: subprocess.Popen[bytes], until: float) -> bytes:
        """Return one message. Raises EOFError if the program ended, TimedOut if it took too long."""
        assert process.stdout is not None  # noqa: S101 - a pipe
        descriptor, data = process.stdout.fileno(), b""
        while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
            if not select.select([descriptor], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimedOut(seconds=_SECONDS)
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                raise EOFError
            data += piece
        return data[_LENGTH.size :]

    def _line(self, found: dict[str, Any]) -> Line | None:
        quad = Quad(*(Point(float(x), float(y)) for x, y in found["corners"]))
        return line_of(found["text"], found["confidence"], quad, self.name)
