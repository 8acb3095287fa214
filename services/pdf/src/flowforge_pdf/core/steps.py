"""A step: one change to a document, the same in an operation of its own and inside a pipeline."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdfs.limits import PdfLimits
from servicekit import FileInput, RequestBody


@dataclass(slots=True)
class Saving:
    """How the result is written. `encryption` None: as the document was that came."""

    encryption: pikepdf.Encryption | bool | None = None
    linearize: bool = False
    object_streams: bool | None = None
    recompress: bool = False
    version: str = ""


@dataclass(slots=True)
class Work:
    """What steps may use and leave behind: limits, the other files that were sent, warnings, how to save."""

    limits: PdfLimits
    sources: tuple[FileInput, ...] = ()
    warnings: list[str] = field(default_factory=list)
    saving: Saving = field(default_factory=Saving)
    tags: dict[int, Any] = field(default_factory=dict)  # structure trees that were read, by their document

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def source(self, position: int) -> FileInput:
        """Return one of the other files. Raises UnknownSource."""
        if not 0 <= position < len(self.sources):
            raise UnknownSource(source=position, count=len(self.sources))
        return self.sources[position]


class Step(RequestBody, ABC):
    """The parameters of one change. Subclass it in the module of its operation: pipelines then know it."""

    @abstractmethod
    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        """Return the changed document: *pdf* itself, or a new one."""


def apply_steps(pdf: pikepdf.Pdf, steps: Sequence[Step], work: Work) -> pikepdf.Pdf:
    """Apply *steps* in their order; every result is held to the limits."""
    for step in steps:
        pdf = step.apply(pdf, work)
        work.limits.check_pages(len(pdf.pages))
    return pdf
