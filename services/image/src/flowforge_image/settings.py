"""Settings of the image service, FLOWFORGE_IMAGE_*."""

from pydantic import DirectoryPath, Field
from pydantic_settings import SettingsConfigDict

from flowforge_pictures import PictureLimits
from servicekit import Settings


class ImageSettings(Settings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="FLOWFORGE_IMAGE_")

    max_pixels: int = Field(100_000_000, ge=1, description="Maximum pixels of one picture or frame.")
    max_side: int = Field(
        32_768, ge=1, le=65_535, description="Maximum width and height of a picture, in pixels."
    )
    max_frames: int = Field(1_000, ge=1, description="Maximum frames of an animation.")
    max_animation_pixels: int = Field(
        150_000_000, ge=1, description="Maximum pixels of all frames of an animation together."
    )
    max_metadata_bytes: int = Field(
        8 << 20, ge=1, description="Maximum bytes of EXIF, XMP, IPTC or ICC data in one picture."
    )
    fonts: DirectoryPath | None = Field(
        None, description="Folder of additional fonts (TTF, OTF, TTC) for text."
    )

    node_modules: DirectoryPath | None = Field(
        None,
        description="Folder into which npm installed @mediapipe/objectron, for /detect-objects; if not set, "
        "share/flowforge/node_modules of the Python environment.",
    )

    @property
    def limits(self) -> PictureLimits:
        return PictureLimits(
            self.max_pixels,
            self.max_side,
            self.max_frames,
            self.max_animation_pixels,
            self.max_metadata_bytes,
        )
