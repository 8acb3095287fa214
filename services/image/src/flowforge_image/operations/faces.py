"""Detect faces in a picture, with their boxes and the positions of eyes, ears, nose and mouth.

Needs an optional engine.
"""

from pydantic import BaseModel, Field

from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.engines.face_finding import find_faces
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, Decoding, decode, reading
from servicekit import Cache, FileInput, RequestForm, operation


class FacesForm(RequestForm):
    file: FileInput = Field(description="The picture; of an animation, its first frame.")
    least_score: float = Field(
        0.6, ge=0.1, le=1, description="How sure to be: less finds more faces, and more that are none."
    )


class FoundPoint(BaseModel):
    x: int = Field(description="Distance from the left edge, in pixels.")
    y: int = Field(description="Distance from the top edge, in pixels.")


class FoundFace(BaseModel):
    """Pixels of the picture as it is shown; `points` are named as they lie in the picture."""

    x: int = Field(description="Left edge of the box, in pixels.")
    y: int = Field(description="Top edge of the box, in pixels.")
    width: int = Field(description="Width of the box, in pixels.")
    height: int = Field(description="Height of the box, in pixels.")
    score: float = Field(description="How sure the detection is, from 0 to 1.")
    points: dict[str, FoundPoint] = Field(description="Where eyes, ears, nose and mouth are, by name.")


class FoundFaces(BaseModel):
    width: int = Field(description="Width of the picture, to which the boxes refer.")
    height: int = Field(description="Height of the picture, to which the boxes refer.")
    faces: list[FoundFace] = Field(description="The faces, the surest first.")


@operation(
    "/faces", errors=[*DECODING, EngineNotInstalled], run=RUN, cache=Cache(hours=24), example={"file": DOT}
)
def find_faces_in_image(form: FacesForm, settings: ImageSettings) -> FoundFaces:
    picture = decode(form.file.path, settings.limits, Decoding(animated=False))
    with reading(form.file.path, picture.format):
        faces = find_faces(picture.in_memory().opaque().frames[0], form.least_score)
    return FoundFaces(
        width=picture.width,
        height=picture.height,
        faces=[
            FoundFace(
                x=round(face.left),
                y=round(face.top),
                width=round(face.width),
                height=round(face.height),
                score=round(face.score, 3),
                points={name: FoundPoint(x=round(x), y=round(y)) for name, (x, y) in face.points.items()},
            )
            for face in faces
        ],
    )
