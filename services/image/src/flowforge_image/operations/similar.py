"""Find near-duplicates among pictures: scaled, recompressed, brightened or slightly cropped copies."""

from pydantic import BaseModel, Field

from flowforge_image.core.analysis.grouping import groups_of
from flowforge_image.core.analysis.hashing import difference_hash, perceptual_hash
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, Decoding, PictureLimits, decode, reading
from servicekit import Cache, Context, FileInput, OperationError, RequestForm, operation

_ENOUGH = 64  # pixels on the shorter side that hashes are made from
_MOST_FILES = 50


class SimilarForm(RequestForm):
    files: list[FileInput] = Field(min_length=2, max_length=_MOST_FILES, description="The pictures.")
    most_bits: int = Field(
        10, ge=0, le=20, description="How many of 64 bits may differ: 0 is strict, 10 finds most copies."
    )


class PictureGroup(BaseModel):
    """Pictures that look alike, by their position among the files and by their names."""

    positions: list[int] = Field(description="Positions of the pictures in the request, counted from 0.")
    names: list[str | None] = Field(description="Their file names; null for files without one.")


class Unreadable(BaseModel):
    position: int = Field(description="Position of the file in the request, counted from 0.")
    code: str = Field(description="Stable code of the error, as in an error answer.")
    message: str = Field(description="Why the file could not be read.")


class SimilarPictures(BaseModel):
    groups: list[PictureGroup] = Field(description="Groups of pictures that are alike.")
    unreadable: list[Unreadable] = Field(description="Files that could not be read as pictures.")


@operation(
    "/similar",
    errors=DECODING,
    run=RUN,
    cache=Cache(hours=24),
    example={"files": [DOT, DOT], "most_bits": 4},
)
def find_similar(form: SimilarForm, settings: ImageSettings, context: Context) -> SimilarPictures:
    hashes: dict[int, tuple[str, ...]] = {}
    unreadable = []
    for at, file in enumerate(form.files):
        context.check()
        try:
            hashes[at] = _hashes(file, settings.limits, f"files[{at}]")
        except OperationError as error:
            unreadable.append(Unreadable(position=at, code=error.code, message=error.text))
        context.progress(at + 1, len(form.files))
    positions = list(hashes)
    groups = [
        [positions[member] for member in group] for group in groups_of(list(hashes.values()), form.most_bits)
    ]
    return SimilarPictures(
        groups=[
            PictureGroup(positions=group, names=[form.files[at].name for at in group]) for group in groups
        ],
        unreadable=unreadable,
    )


def _hashes(file: FileInput, limits: PictureLimits, field: str) -> tuple[str, ...]:
    picture = decode(
        file.path,
        limits,
        Decoding(animated=False),
        lambda width, height, _: min(width, height) / _ENOUGH,
        field=field,
    )
    with reading(file.path, picture.format, field=field):
        picture = picture.in_memory()
        return difference_hash(picture), perceptual_hash(picture)
