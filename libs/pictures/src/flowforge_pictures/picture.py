"""A decoded picture: its frames, and what travels with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flowforge_pictures.engines.vips import Image
from flowforge_pictures.structure.formats import SourceFormat


@dataclass(frozen=True, slots=True)
class Picture:
    """Frames of one size, in sRGB or gray (8 bits a channel unless deep), with alpha last where there is any.

    `delays_ms` has one entry a frame for animations, else it is empty. `full_size` is the picture's own size
    while the decoder has shrunk it ahead of the first step. `random` tells that pixels can be read in any
    order; until then they come from the decoder, from top to bottom.
    """

    frames: tuple[Image, ...]
    format: SourceFormat
    full_size: tuple[int, int]
    delays_ms: tuple[int, ...] = ()
    loop: int = 0
    random: bool = False

    @property
    def width(self) -> int:
        return int(self.frames[0].width)

    @property
    def height(self) -> int:
        return int(self.frames[0].height)

    @property
    def has_alpha(self) -> bool:
        return bool(self.frames[0].hasalpha())

    @property
    def is_animated(self) -> bool:
        return len(self.frames) > 1

    @property
    def white(self) -> int:
        """The value of a full channel: 255, or 65,535 for 16 bits."""
        return 65_535 if self.frames[0].format == "ushort" else 255

    def each(self, change: Callable[[Image], Image]) -> "Picture":
        """Return the picture with every frame changed; its size is then its own."""
        frames = tuple(change(frame) for frame in self.frames)
        return replace(self, frames=frames, full_size=(int(frames[0].width), int(frames[0].height)))

    def with_frames(self, frames: Sequence[Image]) -> "Picture":
        return replace(self, frames=tuple(frames), full_size=(int(frames[0].width), int(frames[0].height)))

    def at(self, position: int) -> "Picture":
        """Return one frame of an animation alone, with its own delay."""
        return replace(self, frames=(self.frames[position],), delays_ms=(self.delays_ms[position],))

    def at_random(self) -> "Picture":
        """Return the picture with its pixels in memory, if they still come from the decoder."""
        return self if self.random else self.in_memory()

    def in_memory(self) -> "Picture":
        """Return the picture computed so far, so that what follows does not compute it again."""
        return replace(self, frames=tuple(frame.copy_memory() for frame in self.frames), random=True)

    def with_alpha(self) -> "Picture":
        if self.has_alpha:
            return self
        size = self.full_size
        return replace(self.each(lambda frame: frame.addalpha()), full_size=size)

    def opaque(self) -> "Picture":
        """Return what is seen on white, in 8 bits of red, green and blue: what networks look at."""
        colored = self.in_color()
        if colored.has_alpha:
            colored = colored.each(lambda frame: frame.flatten(background=[self.white] * 3))
        deep = self.white > 255  # noqa: PLR2004 - 8 bits
        return colored.each(lambda frame: (frame.colourspace("srgb") if deep else frame).copy_memory())

    def in_color(self) -> "Picture":
        """Return the picture with red, green and blue channels, if it is gray."""
        if self.frames[0].bands > 2:  # noqa: PLR2004 - gray, or gray with alpha
            return self
        size, space = self.full_size, "rgb16" if self.white > 255 else "srgb"  # noqa: PLR2004 - 8 bits
        return replace(self.each(lambda frame: frame.colourspace(space)), full_size=size)
