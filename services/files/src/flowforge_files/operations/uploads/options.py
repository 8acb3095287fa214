"""Tell which parts of the tus protocol are there."""

from pydantic import Field

from flowforge_files.core.limits import MOST_BYTES
from flowforge_files.core.tus import ALGORITHMS, EXTENSIONS, VERSION
from servicekit import Headers, Inline, Reply, operation


class TusCapabilities(Headers):
    tus_resumable: str = Field(description="The protocol's version.")
    tus_version: str = Field(description="The versions that are understood.")
    tus_extension: str = Field(description="The extensions that are there.")
    tus_max_size: int = Field(description="The largest upload.")
    tus_checksum_algorithm: str = Field(description="What Upload-Checksum may name.")


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
