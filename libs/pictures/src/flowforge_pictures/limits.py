"""Limits on the size of a picture, checked from its header before a pixel is decoded."""

from dataclasses import dataclass

from flowforge_pictures.errors import (
    MetadataTooLarge,
    NoPixels,
    TooManyFrames,
    TooManyPixels,
)


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Limits of one picture; an animation's frames count together for `animation_pixels`."""

    pixels: int = 100_000_000
    side: int = 32_768
    frames: int = 1_000
    animation_pixels: int = 150_000_000
    metadata_bytes: int = 8 << 20

    def check(self, width: int, height: int, frames: int = 1) -> None:
        """Raise NoPixels, TooManyPixels or TooManyFrames if a picture of this size is not allowed."""
        if width < 1 or height < 1:
            raise NoPixels
        if max(width, height) > self.side or width * height > self.pixels:
            raise TooManyPixels(width=width, height=height, pixels=self.pixels, side=self.side)
        if frames > self.frames:
            raise TooManyFrames(frames=frames, limit=self.frames)
        if frames > 1 and width * height * frames > self.animation_pixels:
            raise TooManyPixels(
                f"The animation has {frames} frames of {width} x {height} pixels; "
                f"at most {self.animation_pixels} pixels are allowed for all frames together."
            )

    def check_metadata(self, kind: str, size: int) -> None:
        if size > self.metadata_bytes:
            raise MetadataTooLarge(kind=kind, size=size, limit=self.metadata_bytes)
