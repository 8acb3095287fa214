"""Draw texts or vectors as a map: near points have similar meanings.

`groups` colors the points, `labels` are written beside them. The axes have no unit: they are the two
directions in which the points differ most or, with the method tsne, places that keep neighbors together.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_vector.core.comparing.maps import map_spec
from flowforge_vector.core.comparing.reducing import PlacedRequest
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.drawing.drawer import DRAWING_ERRORS, draw
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from flowforge_vector.engines.placing.placer import PointsNotPlaced
from servicekit import Context, FileOutput, operation

MAX_GROUPS, MAX_LABELS = 20, 300
Name = Annotated[str, Field(max_length=100)]


class DrawMapRequest(PlacedRequest):
    groups: list[Name] | None = Field(None, description="The group of each point, which gets a color.")
    labels: list[Name] | None = Field(None, description="A word or two to write beside each point.")
    format: Literal["png", "svg"] = Field("png", description="File format of the picture.")
    width: int = Field(700, ge=100, le=3000, description="Width in units; PNG has `scale` pixels a unit.")
    height: int = Field(500, ge=100, le=3000, description="Height in units.")
    scale: float = Field(2, ge=0.5, le=4, description="Pixels a unit, for PNG.")

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        for name, given in (("groups", self.groups), ("labels", self.labels)):
            if given is not None and len(given) != self.count:
                raise ValueError(f"'{name}' has {len(given)} names for {self.count} points: give one each")
        if (count := len(set(self.groups or ()))) > MAX_GROUPS:
            raise ValueError(f"'groups' names {count} groups; {MAX_GROUPS} colors can be told apart")
        if len(self.labels or ()) > MAX_LABELS:
            raise ValueError(f"'labels' can be read for {MAX_LABELS} points at the most: leave them out")
        return self


@operation(
    "/draw-map",
    errors=[*EMBEDDING_ERRORS, *DRAWING_ERRORS, PointsNotPlaced],
    deadline=timedelta(seconds=60),
    example={"vectors": [[1, 0, 2], [2, 1, 0], [0, 1, 1]], "labels": ["A", "B", "C"]},
)
async def draw_map(request: DrawMapRequest, context: Context, vectors: VectorService) -> FileOutput:
    found = await request.placed(vectors, context, 2)
    spec = map_spec(found.coordinates, request.groups, request.labels)
    size = {"width": request.width, "height": request.height}
    async with vectors.drawing:
        picture = await draw({**spec, **size}, request.format, request.scale)
    media_type = "image/svg+xml" if request.format == "svg" else "image/png"
    return FileOutput(picture, media_type, f"map.{request.format}")
