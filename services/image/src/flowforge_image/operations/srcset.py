"""Create several sizes of a picture in one call, with the HTML srcset attribute for them."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_image.core.encoding.formats import MEDIA_TYPES
from flowforge_image.core.encoding.options import PictureForm
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Work, apply_steps
from flowforge_image.core.processing.transforming import RUN, named, write
from flowforge_image.operations.resize import Resize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Decoding, decode, reading
from servicekit import Cache, FileOutput, FileOutputs, operation

Width = Annotated[int, Field(ge=1, le=16_384)]


class SrcsetForm(PictureForm):
    widths: tuple[Width, ...] = Field(
        (320, 640, 960, 1280, 1920),
        min_length=1,
        max_length=20,
        description="Widths in pixels; those beyond the picture's own are left out.",
    )


class SrcsetReport(BaseModel):
    srcset: str = Field(description="Value of the HTML attribute.")
    widths: list[int] = Field(description="Widths of the pictures in pixels, ascending.")


@operation(
    "/srcset", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "widths": [4, 8]}
)
def make_srcset(form: SrcsetForm, settings: ImageSettings) -> FileOutputs[SrcsetReport]:
    limits = settings.limits
    largest = Resize(width=max(form.widths))
    wanted = Decoding(animated=form.format in ("gif", "webp"), profile=form.profile)
    picture = decode(form.file.path, limits, wanted, largest.reduction)
    own_width = picture.full_size[0]
    files: list[FileOutput] = []
    made: list[int] = []
    with reading(form.file.path, picture.format):
        picture = apply_steps(picture, [largest], Work(limits)).in_memory()
        for width in sorted({min(width, own_width) for width in form.widths}):
            scaled = apply_steps(picture, [Resize(width=width)], Work(limits))
            written = write(scaled, form, form.file.name)
            target = form.encoding(picture.format).format
            name = named(form.file.name, target, f"-{width}w")
            files.append(FileOutput(written.data, MEDIA_TYPES[target], name))
            made.append(width)
    entries = [f"{file.name} {width}w" for file, width in zip(files, made, strict=True)]
    return FileOutputs(files, "srcset.zip", SrcsetReport(srcset=", ".join(entries), widths=made))
