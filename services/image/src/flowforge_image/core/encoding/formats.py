"""The formats that pictures are written in."""

from typing import Literal

from flowforge_pictures import SourceFormat

TargetFormat = Literal["jpeg", "png", "webp", "avif", "gif", "tiff", "ico"]

MEDIA_TYPES: dict[TargetFormat, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "ico": "image/vnd.microsoft.icon",
}
EXTENSIONS: dict[TargetFormat, str] = {
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "avif": "avif",
    "gif": "gif",
    "tiff": "tiff",
    "ico": "ico",
}
# The format of the result when the caller names none and the source's own cannot be written.
NATURAL_TARGET: dict[SourceFormat, TargetFormat] = {
    "jpeg": "jpeg",
    "png": "png",
    "webp": "webp",
    "avif": "avif",
    "gif": "gif",
    "tiff": "tiff",
    "heic": "jpeg",
    "svg": "png",
    "pdf": "png",
    "bmp": "png",
    "ico": "png",
    "jp2": "jpeg",
    "psd": "png",
}
