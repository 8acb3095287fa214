"""The request of an operation that reads a picture or a PDF."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Protocol

from pydantic import Field

from flowforge_ocr.core.pages.limits import OcrLimits, TooManyPagesToRead
from flowforge_ocr.core.pages.sources import OpenSource, Source, TextLayer, open_source
from flowforge_ocr.core.recognition.how import How, Orientation, Preset
from flowforge_ocr.core.recognition.languages import UnsupportedLanguage, check_languages
from flowforge_ocr.core.recognition.pages import Pace, ReadPage, UnreadPage
from flowforge_ocr.core.recognition.reading import read_each, read_source
from flowforge_ocr.engines.catalog import DEFAULT, Programs, installed_entry
from flowforge_ocr.engines.port import EngineFailed, EngineName, TooMuchText
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
    EngineFailed,
)
Language = Annotated[str, Field(min_length=2, max_length=8)]


class Configuration(Protocol):
    """What reading needs of the service's settings."""

    @property
    def limits(self) -> OcrLimits: ...

    @property
    def programs(self) -> Programs: ...


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

    engine: EngineName = Field(
        DEFAULT, description="The engine that reads. /engines lists those that are installed."
    )
    second_engine: EngineName | None = Field(
        None,
        description="Another engine, which reads words again whose confidence is below 0.8. The surer one of "
        "both readings is returned.",
    )
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

    def how(self, programs: Programs) -> How:
        """Return the options. Raises UnsupportedLanguage and OcrEngineNotInstalled."""
        languages = tuple(language.lower() for language in self.languages)
        asked: set[EngineName] = {self.engine, self.second_engine or self.engine}
        for name in sorted(asked):
            entry = installed_entry(name, programs)
            if languages:
                check_languages(languages, name, entry.languages(programs))
        second = self.second_engine if self.second_engine != self.engine else None
        return How(self.preset, self.orientation, languages, self.engine, second, programs)


class ReadingForm(ReadingOptions, PagesForm):
    """A request whose pages are read."""

    @contextmanager
    def read(self, settings: Configuration, pace: Pace) -> Iterator[tuple[OpenSource, Iterator[ReadPage]]]:
        """Open the file; its pages are read as they are asked for. The first page that fails is raised."""
        source = Source(self.file.path, self.password, self.pages, self.dpi, self.text_layer)
        with read_source(source, self.how(settings.programs), settings.limits, pace) as opened:
            yield opened

    @contextmanager
    def read_each(
        self, settings: Configuration, pace: Pace, *, partial: bool
    ) -> Iterator[tuple[OpenSource, Iterator[ReadPage | UnreadPage]]]:
        """Open the file as `read` does; pages that fail are yielded as such."""
        source = Source(self.file.path, self.password, self.pages, self.dpi, self.text_layer)
        how = self.how(settings.programs)
        with read_each(source, how, settings.limits, pace, partial=partial) as opened:
            yield opened


def has_no_password(form: PagesForm) -> bool:
    return form.password is None


CACHE = Cache(hours=24, max_bytes=4 << 20, when=has_no_password)
