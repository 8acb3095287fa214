"""libvips, set up for a server: one thread a call, no cache between callers, only the named decoders open."""

import pyvips  # type: ignore[import-untyped] # it ships none that cover its operations

_DECODERS = ("Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff", "Svg")


def _set_up() -> None:
    # Requests run side by side in processes: threads inside each would only contend for the same cores.
    pyvips.concurrency_set(1)
    pyvips.cache_set_max(0)
    pyvips.operation_block_set("VipsForeignLoad", True)  # noqa: FBT003 - libvips' own signature
    for decoder in _DECODERS:
        pyvips.operation_block_set(f"VipsForeignLoad{decoder}", False)  # noqa: FBT003 - likewise


_set_up()
Image = pyvips.Image
Interpolate = pyvips.Interpolate
EngineError = pyvips.Error
INTEGER = pyvips.GValue.gint_type
INTEGERS = pyvips.GValue.array_int_type
TEXT = pyvips.GValue.gstr_type
BLOB = pyvips.GValue.blob_type
