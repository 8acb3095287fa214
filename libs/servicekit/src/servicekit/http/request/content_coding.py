"""Decode compressed request bodies piece by piece, so that a small body cannot become a large one unseen."""

import zlib

from servicekit.http.errors.request_errors import MalformedBody, UnsupportedContentEncoding

PIECE_BYTES = 1 << 18
CODINGS = ("gzip", "deflate")
_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_METHOD = 8


class BodyDecoder:
    """Decodes one body. `feed` takes compressed bytes, `take` returns at most PIECE_BYTES of content."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._waiting = b""
        self._decompressor = zlib.decompressobj(_GZIP) if coding == "gzip" else None

    def feed(self, piece: bytes) -> None:
        self._waiting += piece

    def take(self) -> bytes:
        """Return the next content, empty if more compressed bytes are needed. Raises MalformedBody."""
        while self._waiting:
            decompressor = self._open()
            if decompressor is None:
                return b""
            try:
                content = decompressor.decompress(self._waiting, PIECE_BYTES)
            except zlib.error as error:
                raise MalformedBody(format=self._coding, reason="the compressed data is damaged") from error
            self._waiting = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            if content:
                return content
        return b""

    def finish(self) -> None:
        """Raise MalformedBody if the compressed data ends early."""
        if self._waiting or self._decompressor is None or not self._decompressor.eof:
            raise MalformedBody(format=self._coding, reason="the compressed data ends too early")

    def _open(self) -> "zlib._Decompress | None":
        """Return the decompressor of the current member; gzip allows several, one after another."""
        current = self._decompressor
        if current is not None and current.eof:
            if self._coding != "gzip" or not self._waiting.startswith(_GZIP_MAGIC[: len(self._waiting)]):
                raise MalformedBody(format=self._coding, reason="other bytes follow the compressed data")
            current = zlib.decompressobj(_GZIP)
        elif current is None:
            if len(self._waiting) < 2:  # noqa: PLR2004 - the header of zlib
                return None
            current = zlib.decompressobj(zlib.MAX_WBITS if _is_zlib(self._waiting) else -zlib.MAX_WBITS)
        self._decompressor = current
        return current


def decoder_for(content_encoding: bytes) -> BodyDecoder | None:
    """Return a decoder for a Content-Encoding, None for identity. Raises UnsupportedContentEncoding."""
    codings = [one.strip() for one in content_encoding.decode("latin-1").lower().split(",")]
    named = [one.removeprefix("x-") for one in codings if one not in ("", "identity")]
    if not named:
        return None
    if len(named) > 1 or named[0] not in CODINGS:
        given = ", ".join(named)[:100]
        raise UnsupportedContentEncoding(given=given, headers={"accept-encoding": ", ".join(CODINGS)})
    return BodyDecoder(named[0])


def _is_zlib(head: bytes) -> bool:
    """Return whether *head* begins a zlib stream: what clients send as deflate is that, or raw deflate."""
    return head[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(head[:2], "big") % 31 == 0
