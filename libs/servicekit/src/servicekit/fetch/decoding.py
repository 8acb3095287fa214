"""Undo the compression that a server applies although none was asked for, as object stores do."""

import asyncio
import zlib
from collections.abc import AsyncIterable, AsyncIterator

PIECE_BYTES = 1 << 18
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


class UnsupportedEncoding(Exception):
    """The server compressed the file in a way that was not offered to it."""


class CorruptEncoding(Exception):
    """The compressed data is damaged or incomplete."""


def decode(body: AsyncIterable[bytes], encoding: str) -> AsyncIterable[bytes]:
    """Yield *body* without its content *encoding*, in pieces whose size does not depend on the sender."""
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip" | "deflate":
            return _inflate(body)
        case _:
            raise UnsupportedEncoding


async def _inflate(body: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    stream = zlib.decompressobj(_ZLIB_OR_GZIP)
    begun = False
    async for compressed in body:
        pending = compressed
        while pending:
            if stream.eof:  # gzip files may be concatenated (RFC 1952, section 2.2)
                stream = zlib.decompressobj(_ZLIB_OR_GZIP)
            try:
                piece = stream.decompress(pending, PIECE_BYTES)
            except zlib.error as error:
                raise CorruptEncoding from error
            begun = True
            pending = stream.unused_data if stream.eof else stream.unconsumed_tail
            if piece:
                yield piece
            await asyncio.sleep(0)  # a bomb inflates a thousandfold: others must run, and the deadline strike
    if begun and not stream.eof:
        raise CorruptEncoding
