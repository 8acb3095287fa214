"""How a composition of several pictures is written: in sRGB, 8 bits deep, without any file's metadata."""

from typing import Literal

from pydantic import Field

from flowforge_image.core.encoding.options import OutputOptions


class CompositionOptions(OutputOptions):
    bit_depth: Literal[8] = Field(8, description="Compositions have 8 bits.")
    metadata: Literal["strip"] = Field("strip", description="Compositions have no metadata.")
    profile: Literal["srgb"] = Field("srgb", description="Compositions are in sRGB.")
