"""Apply several operations to a picture in one call: it is decoded once, and encoded once.

Each step is `{"operation": "resize", ...}` with the parameters of that operation. Other pictures, that steps
lay over it, are sent as `layers`; a step names one by its number.
"""

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field, create_model

from flowforge_image import operations
from flowforge_image.core.encoding.options import ChosenFormatForm, PictureForm, PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.engines.object_finding import NoObjectFound
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from servicekit import Cache, FileInput, FileOutput, operation

_MOST_STEPS, _MOST_LAYERS = 50, 10


def _steps() -> dict[str, type[Step]]:
    """Return the step of every operation that has one, by the operation's name."""
    found: dict[str, type[Step]] = {}
    for entry in pkgutil.iter_modules(operations.__path__):
        if f"{operations.__name__}.{entry.name}" == __name__:
            continue
        module = import_module(f"{operations.__name__}.{entry.name}")
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, Step) and not issubclass(value, PictureForm):
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


class PipelineForm(ChosenFormatForm):
    steps: tuple[AnyStep, ...] = Field(min_length=1, max_length=_MOST_STEPS, description="Applied in order.")
    layers: list[FileInput] = Field(
        [], max_length=_MOST_LAYERS, description="Pictures that steps refer to by their number, from 0."
    )


@operation(
    "/pipeline",
    errors=(*TRANSFORMING, *LETTERING, EngineNotInstalled, NoObjectFound),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "steps": [{"operation": "crop", "ratio": "2:1"}, {"operation": "flip"}]},
)
def run_pipeline(form: PipelineForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(
        form.file,
        form.steps,
        form,
        settings.limits,
        layers=form.layers,
        fonts=settings.fonts,
        node_modules=settings.node_modules,
        list_name="steps",
    )
