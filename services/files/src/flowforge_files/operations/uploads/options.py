"""Describe the supported parts of the tus protocol."""

from pydantic import Field

from flowforge_files.core.limits import MOST_BYTES
from flowforge_files.core.tus import ALGORITHMS, EXTENSIONS, VERSION
from servicekit import Headers, Inline, Reply, operation


class TusCapabilities(Headers):
    tus_resumable: str = Field(description="Version of the protocol.")
    tus_version: str = Field(description="Supported versions.")
    tus_extension: str = Field(description="Supported extensions.")
    tus_max_size: int = Field(description="Maximum size of an upload in bytes.")
    tus_checksum_algorithm: str = Field(description="Algorithms supported in Upload-Checksum.")


@operation("/uploads", method="OPTIONS", example=None, public=True, run=Inline())
def show_capabilities() -> Reply[TusCapabilities]:
    return Reply(
        TusCapabilities(
            tus_resumable=VERSION,
            tus_version=VERSION,
            tus_extension=EXTENSIONS,
            tus_max_size=MOST_BYTES,
            tus_checksum_algorithm=",".join(ALGORITHMS),
        )
    )
