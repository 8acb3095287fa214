"""Overlay a picture on another: placed or tiled, scaled, faded or blended, such as a logo."""

from pydantic import Field

from flowforge_image.core.drawing.geometry import Compass, place, resize_exactly
from flowforge_image.core.drawing.layering import Blend, lay, tiled
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING, UnknownLayer
from flowforge_image.core.processing.color_change import change_alpha
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileInput, FileOutput, operation


class Overlay(Step):
    layer: int = Field(0, ge=0, le=9, description="In a pipeline: which of the layers.")
    gravity: Compass = Field("center", description="Where in the picture it stands.")
    x: int = Field(0, ge=-32_768, le=32_768, description="Pixels to the right of there.")
    y: int = Field(0, ge=-32_768, le=32_768, description="Pixels below there.")
    share: float | None = Field(None, gt=0, le=4, description="Its width as a share of the picture's.")
    opacity: float = Field(1, ge=0, le=1, description="From 0 for invisible to 1 for opaque.")
    blend: Blend = Field("over", description="How its colors meet those below (W3C Compositing, Level 1).")
    tile: bool = Field(default=False, description="Repeat it over the whole picture.")
    gap: int = Field(0, ge=0, le=4096, description="Pixels between tiles.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Compose; the picture keeps its size, and what of the layer reaches beyond it is left out."""
        if self.layer >= len(work.layers):
            raise UnknownLayer(layer=self.layer, count=len(work.layers))
        layer = self._prepared(work.layers[self.layer], picture, work)
        upper = layer.frames[0]
        if self.tile:
            upper = upper.embed(0, 0, layer.width + self.gap, layer.height + self.gap)
            return lay(picture, tiled(upper, picture.width, picture.height), 0, 0, self.blend)
        left, top = place((picture.width, picture.height), (layer.width, layer.height), self.gravity)
        return lay(picture, upper, left + self.x, top + self.y, self.blend)

    def _prepared(self, layer: Picture, picture: Picture, work: Work) -> Picture:
        if self.share is not None:
            width = max(1, round(picture.width * self.share))
            height = max(1, round(layer.height * width / layer.width))
            work.limits.check(width, height)
            layer = resize_exactly(layer, width, height, "lanczos3")
        if self.opacity < 1:
            layer = change_alpha(layer, lambda alpha: alpha * self.opacity)
        return layer.in_memory()


class OverlayForm(Overlay, PictureForm):
    overlay: FileInput = Field(description="The picture that is laid over the other.")


@operation(
    "/overlay",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "overlay": DOT, "share": 0.5},
)
def overlay_image(form: OverlayForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits, layers=[form.overlay], layer_field="overlay")
