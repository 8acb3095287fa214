"""The request of an operation that reads a picture or a PDF."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field

from flowforge_ocr.core.pages.limits import OcrLimits, TooManyPagesToRead
from flowforge_ocr.core.pages.sources import OpenSource, Source, TextLayer, open_source
from flowforge_ocr.core.recognition.languages import NAMES, UnsupportedLanguage, check_languages
from flowforge_ocr.core.recognition.reading import How, Orientation, Pace, Preset, ReadPage, read_source
from flowforge_ocr.engines.port import TooMuchText
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from flowforge_pictures import DECODING
from servicekit import Cache, FileInput, OperationError, Process, RequestForm

RUN = Process(max_memory_bytes=2 << 30, recycle_after=100)
LOOKING: tuple[type[OperationError], ...] = (*SELECTING, *DECODING, TooManyPagesToRead)
READING: tuple[type[OperationError], ...] = (
    *LOOKING,
    TooMuchText,
    UnsupportedLanguage,
    OcrEngineNotInstalled,
)
Language = Annotated[str, Field(min_length=2, max_length=8)]


class PagesForm(RequestForm):
    """A request whose pages are looked at as pictures."""

    file: FileInput = Field(
        description="A picture (JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, BMP, ICO, JP2, PSD) or a PDF."
    )
    password: str | None = Field(None, max_length=127, description="Password that opens an encrypted PDF.")
    pages: PageSelection = Field("all", description=SYNTAX)
    dpi: int = Field(200, ge=72, le=600, description="Pixels an inch at which pages of a PDF are drawn.")

    @contextmanager
    def open(self, limits: OcrLimits) -> Iterator[OpenSource]:
        """Open the file; its pages are decoded or drawn as they are asked for."""
        source = Source(self.file.path, self.password, self.pages, self.dpi, "ignore")
        with open_source(source, limits) as opened:
            yield opened


class ReadingOptions(RequestForm):
    """How text is read."""

    preset: Preset = Field(
        "balanced",
        description="fast searches for text in a smaller picture and may miss small print; accurate searches "
        "in a larger one.",
    )
    orientation: Orientation = Field(
        "auto",
        description="By how many degrees clockwise the pages are turned; auto finds out for each page.",
    )
    text_layer: TextLayer = Field(
        "auto",
        description="Pages of a PDF that have text: auto takes it if it is readable and recognizes other "
        "pages; ignore recognizes all pages; only recognizes none.",
    )
    languages: list[Language] = Field(
        [],
        max_length=10,
        description="Languages of the text (ISO 639-1), such as en or de. /languages lists them.",
    )

    def how(self) -> How:
        """Return the options. Raises UnsupportedLanguage."""
        languages = tuple(language.lower() for language in self.languages)
        check_languages(languages, "ppocr", sorted(NAMES))
        return How(self.preset, self.orientation, languages)


class ReadingForm(ReadingOptions, PagesForm):
    """A request whose pages are read."""

    @contextmanager
    def read(self, limits: OcrLimits, pace: Pace) -> Iterator[tuple[OpenSource, Iterator[ReadPage]]]:
        """Open the file; its pages are read as they are asked for."""
        source = Source(self.file.path, self.password, self.pages, self.dpi, self.text_layer)
        with read_source(source, self.how(), limits, pace) as opened:
            yield opened


def has_no_password(form: PagesForm) -> bool:
    return form.password is None


CACHE = Cache(hours=24, max_bytes=4 << 20, when=has_no_password)
