"""From a file to a file: decode once, apply steps, encode."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from flowforge_image.core.encoding.animations import count_written
from flowforge_image.core.encoding.encoder import Encoding, encode
from flowforge_image.core.encoding.fitting.choosing import encode_best
from flowforge_image.core.encoding.fitting.fitting import Fitted, encode_alike, encode_within
from flowforge_image.core.encoding.formats import EXTENSIONS, MEDIA_TYPES, TargetFormat
from flowforge_image.core.encoding.options import ChosenFormatForm, OutputOptions, PictureReport
from flowforge_image.core.processing.steps import Notes, Step, Work, apply_steps
from flowforge_pictures import (
    ANIMATIONS,
    Decoding,
    Image,
    Picture,
    PictureLimits,
    decode,
    format_of,
    read_head,
    read_header,
    reading,
)
from servicekit import FileInput, FileOutput, Process

# Every decoder meets hostile input here, and is killed at its deadline or memory ceiling: decision 0060.
RUN = Process(max_memory_bytes=1 << 30, recycle_after=2000)


def transform(
    file: FileInput,
    steps: Sequence[Step],
    options: OutputOptions,
    limits: PictureLimits,
    *,
    layers: Sequence[FileInput] = (),
    page: int | None = None,
    fonts: Path | None = None,
    node_modules: Path | None = None,
    list_name: str = "",
    layer_field: str = "",
) -> FileOutput[PictureReport]:
    """Decode *file*, apply *steps*, and write the result as *options* say.

    *list_name* is the field that the steps are listed in, for errors, and *layer_field* that of the only
    layer.
    """
    fields = [layer_field] if layer_field else [f"layers[{at}]" for at in range(len(layers))]
    pictures = tuple(load_layer(layer, limits, name) for layer, name in zip(layers, fields, strict=True))
    work = Work(limits, pictures, fonts, node_modules)
    wanted = Decoding(
        animated=_stays_animated(file.path, options.format),
        profile=options.profile,
        deep=options.bit_depth == 16,  # noqa: PLR2004 - the field's own choice
        page=page,
    )
    picture = decode(file.path, limits, wanted, steps[0].reduction if steps else None)
    with reading(file.path, picture.format):
        changed = apply_steps(picture, steps, work, list_name)
        return write(changed, options, file.name, work.notes)


def _stays_animated(path: Path, target: TargetFormat | None) -> bool:
    """Return whether all frames are written: of other formats, a PNG is asked for as a still picture."""
    if target == "png":
        return format_of(read_head(path)) == "png"
    return target is None or target in ANIMATIONS


def load_layer(file: FileInput, limits: PictureLimits, field: str) -> Picture:
    """Decode a picture that is laid over another: its first frame, in color, with transparency."""
    source = read_header(file.path, limits, field=field).format
    with reading(file.path, source, field=field):
        return (
            decode(file.path, limits, Decoding(animated=False), field=field)
            .in_memory()
            .in_color()
            .with_alpha()
        )


def write(
    picture: Picture, options: OutputOptions, name: str | None, notes: Notes | None = None
) -> FileOutput[PictureReport]:
    """Encode *picture* as *options* say and name it after the file that it came from."""
    fitted, target = _fitted(picture, options.encoding(picture.format), options)
    report = PictureReport(
        format=target,
        width=fitted.width,
        height=fitted.height,
        frames=_frames_in(picture, target, fitted.content),
        bytes=len(fitted.content),
        quality=fitted.quality,
        ssim=fitted.ssim,
        faces=notes.faces if notes else None,
        warnings=notes.warnings if notes else [],
    )
    return FileOutput(fitted.content, MEDIA_TYPES[target], named(name, target), report)


def _fitted(picture: Picture, encoding: Encoding, options: OutputOptions) -> tuple[Fitted, TargetFormat]:
    target = encoding.format
    if isinstance(options, ChosenFormatForm) and options.best_format:
        return encode_best(picture.in_memory(), encoding, options.least_ssim, options.max_bytes)
    if options.least_ssim is not None:
        picture = picture.in_memory()
        alike = encode_alike(picture, encoding, options.least_ssim)
        if options.max_bytes is None or len(alike.content) <= options.max_bytes:
            return alike, target
    elif options.max_bytes is None:
        return Fitted(encode(picture, encoding), picture.width, picture.height, None, None), target
    return encode_within(picture.in_memory(), encoding, options.max_bytes), target


def _frames_in(picture: Picture, target: TargetFormat, content: bytes) -> int:
    """Count what was written: encoders of GIF, PNG and WebP join frames that are alike."""
    if target not in ANIMATIONS or not picture.is_animated:
        return 1
    if target == "png":
        return count_written(content)
    if target == "avif":
        return len(picture.frames)  # its encoder joins none
    load = Image.gifload_buffer if target == "gif" else Image.webpload_buffer
    written = load(content, n=-1)
    return int(written.get("n-pages")) if written.get_typeof("n-pages") else 1


def named(name: str | None, target: TargetFormat, suffix: str = "") -> str:
    """Return the name of the file that was sent with the extension of *target*."""
    stem = PurePath(name).stem if name else "image"
    return f"{stem or 'image'}{suffix}.{EXTENSIONS[target]}"
