"""Apply several operations to a PDF in one call: it is opened once, and written once.

Each step is `{"operation": "rotate", ...}` with the parameters of that operation. Other files, that steps
insert, overlay, stamp or attach, are sent as `sources`; a step names one by its number.
"""

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field, create_model

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf import operations
from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.changing.sanitizing import HiddenLayers
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import NoPageLeft, UnknownSource
from flowforge_pdf.core.steps import Step
from flowforge_pdf.operations.create_form import FieldExists, FieldOffPage
from flowforge_pdf.operations.crop import NothingLeft
from flowforge_pdf.operations.detach import UnknownAttachment
from flowforge_pdf.operations.n_up import NoRoomForPages
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileInput, FileOutput, operation

_MOST_STEPS, _MOST_SOURCES = 50, 50


def _steps() -> dict[str, type[Step]]:
    """Return the step of every operation that has one, by the operation's name."""
    found: dict[str, type[Step]] = {}
    for entry in pkgutil.iter_modules(operations.__path__):
        if f"{operations.__name__}.{entry.name}" == __name__:
            continue
        module = import_module(f"{operations.__name__}.{entry.name}")
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, Step) and not issubclass(value, PdfForm):
                found[entry.name.replace("_", "-")] = value
    return found


if TYPE_CHECKING:
    AnyStep = Step
else:
    _named = [
        create_model(
            f"{step.__name__}Step", __base__=step, __module__=__name__, operation=(Literal[name], ...)
        )
        for name, step in _steps().items()
    ]
    globals().update({step.__name__: step for step in _named})  # where pickle looks for them
    AnyStep = Annotated[Union[tuple(_named)], Field(discriminator="operation")]  # noqa: UP007 - from a list


class PipelineForm(PdfForm):
    steps: tuple[AnyStep, ...] = Field(min_length=1, max_length=_MOST_STEPS, description="Applied in order.")
    sources: list[FileInput] = Field(
        [], max_length=_MOST_SOURCES, description="Files that steps refer to by their number, from 0."
    )


_ERRORS = (
    *SELECTING,
    NoPageLeft,
    NothingLeft,
    NoRoomForPages,
    UnknownSource,
    *PICTURES,
    FontLacksCharacters,
    HiddenLayers,
    UnknownAttachment,
    FieldExists,
    FieldOffPage,
)


@operation(
    "/pipeline",
    errors=_ERRORS,
    run=RUN,
    example={
        "file": THREE_PAGES,
        "steps": [{"operation": "delete-pages", "pages": "1"}, {"operation": "rotate", "degrees": 90}],
    },
)
def run_pipeline(form: PipelineForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, form.steps, settings.limits, sources=form.sources)
