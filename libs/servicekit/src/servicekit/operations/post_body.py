"""What a download sends along, for protocols that ask by POST: time stamps (RFC 3161), OCSP (RFC 6960)."""

from dataclasses import dataclass

MAX_POST_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class PostBody:
    """The body of a POST request, at most 64 KiB. The answer is the file; a redirect is none."""

    content: bytes
    media_type: str = "application/octet-stream"

    def __post_init__(self) -> None:
        if len(self.content) > MAX_POST_BYTES:
            raise ValueError(f"a body of more than {MAX_POST_BYTES} bytes")
