"""Make the faces in a picture unrecognizable: blurred, pixelated or covered.

Faces are looked for in every frame of an animation; the report has their number. What is not found is not
hidden: look at the result where it matters, and lower `least_score` to hide more. Needs an optional engine.
"""

from typing import ClassVar, Literal

from pydantic import Field

from flowforge_image.core.drawing.blurring import blurred
from flowforge_image.core.drawing.canvas import with_room_for
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.engines.face_finding import Face, find_faces
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Image, Picture
from servicekit import Cache, FileOutput, operation

_SQUARES = 6  # across a face, when pixelated: no feature is left


class HideFaces(Step):
    looks: ClassVar[bool] = True

    method: Literal["blur", "pixelate", "cover"] = Field(
        default="blur", description="How the faces are hidden; `cover` leaves nothing of them."
    )
    margin: float = Field(0.25, ge=0, le=2, description="Of the face's size, added on each side: hair, chin.")
    color: Color = Field("black", description="What 'cover' covers with.")
    least_score: float = Field(0.5, ge=0.1, le=1, description="How sure to be that it is a face.")

    def seconds(self, megapixels: float, frames: int) -> float:
        return frames * min(0.05 + 0.17 * megapixels / frames, 0.9) + 0.02 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Hide the faces of each frame in an ellipse around each."""
        picture = picture.in_color()
        picture, cover = with_room_for(picture, self.color)
        seen = picture.opaque().frames
        found = [find_faces(shown, self.least_score) for shown in seen]
        work.notes.faces = (work.notes.faces or 0) + sum(map(len, found))
        frames = [
            self._hidden(frame, faces, cover) for frame, faces in zip(picture.frames, found, strict=True)
        ]
        return picture.with_frames(frames)

    def _hidden(self, frame: Image, faces: list[Face], cover: list[float]) -> Image:
        for face in faces:
            left = max(0, round(face.left - face.width * self.margin))
            top = max(0, round(face.top - face.height * self.margin))
            right = min(frame.width, round(face.left + face.width * (1 + self.margin)))
            bottom = min(frame.height, round(face.top + face.height * (1 + self.margin)))
            if right <= left or bottom <= top:
                continue
            part = frame.crop(left, top, right - left, bottom - top)
            changed = self._changed(part, max(face.width, face.height), cover)
            mixed = _ellipse(part.width, part.height).ifthenelse(changed, part, blend=True)
            frame = frame.insert(mixed.cast(frame.format), left, top).copy_memory()
        return frame

    def _changed(self, part: Image, side: float, cover: list[float]) -> Image:
        if self.method == "cover":
            return part.new_from_image(cover).cast(part.format)
        if self.method == "blur":
            return blurred(part, max(1.0, side / 4), least=0.05)
        square = max(2, round(side / _SQUARES))
        small = part.resize(1 / square, kernel="linear")
        large = small.resize(part.width / small.width, vscale=part.height / small.height, kernel="nearest")
        return large.crop(0, 0, part.width, part.height)


def _ellipse(width: int, height: int) -> Image:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<ellipse cx="{width / 2}" cy="{height / 2}" rx="{width / 2}" ry="{height / 2}"/></svg>'
    )
    return Image.svgload_buffer(drawing.encode()).extract_band(3).copy_memory()


class HideFacesForm(HideFaces, PictureForm):
    pass


@operation(
    "/hide-faces",
    errors=[*TRANSFORMING, EngineNotInstalled],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "method": "pixelate"},
)
def hide_faces(form: HideFacesForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
