"""The engines: what each one is, whether it is installed, which languages it reads, and how to get one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from flowforge_ocr.engines import faster_paddle, paddleocr, tesseract
from flowforge_ocr.engines.languages import PADDLE_LANGUAGES, TINY_LANGUAGES
from flowforge_ocr.engines.paddleocr import PaddleSetup
from flowforge_ocr.engines.port import Engine, EngineName
from flowforge_ocr.engines.ppocr import HOW as PPOCR_HOW
from flowforge_ocr.engines.weights import OcrEngineNotInstalled


@dataclass(frozen=True, slots=True)
class Programs:
    """Where programs are, as the operators configured it."""

    tesseract: str = "tesseract"
    paddleocr: PaddleSetup = field(default_factory=PaddleSetup)


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """`languages` are those of the installed models."""

    name: EngineName
    summary: str
    license: str
    how: str
    is_installed: Callable[[Programs], bool]
    languages: Callable[[Programs], tuple[str, ...]]
    make: Callable[[Programs], Engine]


DEFAULT: EngineName = "ppocr"


def _ppocr_is_installed(_: Programs) -> bool:
    from flowforge_ocr.engines.weights import weights  # noqa: PLC0415 - reads as it does

    try:
        weights("rapidocr", "models/PP-OCRv6_rec_small.onnx", engine="ppocr", how=PPOCR_HOW)
    except OcrEngineNotInstalled:
        return False
    return True


def _ppocr(_: Programs) -> Engine:
    from flowforge_ocr.engines.ppocr import ppocr  # noqa: PLC0415 - loads its models

    return ppocr()


@cache
def _tesseract_languages(program: str) -> tuple[str, ...]:
    return tesseract.installed_languages(program)


ENTRIES: dict[EngineName, EngineEntry] = {
    entry.name: entry
    for entry in (
        EngineEntry(
            "ppocr",
            "PP-OCRv6 small on ONNX Runtime, with the place of each character. The default.",
            "Apache-2.0",
            PPOCR_HOW,
            _ppocr_is_installed,
            lambda _: PADDLE_LANGUAGES,
            _ppocr,
        ),
        EngineEntry(
            "faster_paddle",
            "PP-OCRv6 small in one Rust module. Upright boxes; slanted lines lie in larger ones.",
            "MIT",
            faster_paddle.HOW,
            lambda _: faster_paddle.is_installed(),
            lambda _: PADDLE_LANGUAGES,
            lambda _: faster_paddle.FasterPaddle("small"),
        ),
        EngineEntry(
            "faster_paddle_tiny",
            "PP-OCRv6 tiny: takes a fifth of the time, and reads small print and Chinese worse.",
            "MIT",
            faster_paddle.HOW,
            lambda _: faster_paddle.is_installed(),
            lambda _: TINY_LANGUAGES,
            lambda _: faster_paddle.FasterPaddle("tiny"),
        ),
        EngineEntry(
            "paddleocr",
            "PaddleOCR 3.7 in its own environment, on ONNX Runtime or on PaddlePaddle and a GPU.",
            "Apache-2.0",
            paddleocr.HOW,
            lambda programs: paddleocr.is_installed(programs.paddleocr),
            lambda _: PADDLE_LANGUAGES,
            lambda programs: paddleocr.PaddleOcr(programs.paddleocr),
        ),
        EngineEntry(
            "tesseract",
            "Tesseract, for languages that the other engines do not read.",
            "Apache-2.0",
            tesseract.HOW,
            lambda programs: tesseract.program_at(programs.tesseract) is not None,
            lambda programs: _tesseract_languages(programs.tesseract),
            lambda programs: tesseract.Tesseract(programs.tesseract),
        ),
    )
}


def engine_named(name: EngineName, programs: Programs) -> Engine:
    """Return an engine that is ready to read. Raises OcrEngineNotInstalled."""
    return ENTRIES[name].make(programs)


def installed_entry(name: EngineName, programs: Programs) -> EngineEntry:
    """Return what is known of an engine, without loading it. Raises OcrEngineNotInstalled."""
    entry = ENTRIES[name]
    if not entry.is_installed(programs):
        raise OcrEngineNotInstalled(engine=name, how=entry.how)
    return entry
