"""Files that the service downloads for a handler in a worker process."""

from dataclasses import dataclass

from servicekit.errors import OperationError

MAX_DOWNLOADS = 200  # of one call
MAX_DOWNLOAD_BYTES = 16 << 20
MAX_TOTAL_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Download:
    """What came of request *number*: the content of a file, or the error."""

    number: int
    content: bytes = b""
    media_type: str = ""
    name: str | None = None
    final_url: str | None = None
    error: OperationError | None = None
