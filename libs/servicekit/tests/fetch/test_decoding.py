import gzip
import os
import zlib

import pytest
from loopback.web import Memory, replying, serving

from servicekit.fetch.errors import UrlTooLarge, UrlUnreadable
from servicekit.fetch.fetcher import Fetcher

TEXT = b"".join(b"%d," % number for number in range(200_000))


async def fetch(encoding: str, body: bytes, max_bytes: int = 1 << 24) -> Memory:
    sink = Memory()
    async with serving(replying(f"HTTP/1.1 200 OK\nContent-Encoding: {encoding}", body)) as server:
        await Fetcher(allow_private=True).fetch(f"http://127.0.0.1:{server.port}/", sink, max_bytes=max_bytes)
    return sink


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("GZIP", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT[:999], mtime=0) + gzip.compress(TEXT[999:], mtime=0)),
        ("deflate", zlib.compress(TEXT)),
    ],
)
async def test_compression_that_nobody_asked_for_is_undone(encoding: str, body: bytes) -> None:
    assert (await fetch(encoding, body)).content == TEXT


async def test_an_empty_body_is_an_empty_file() -> None:
    assert (await fetch("gzip", b"")).content == b""


async def test_a_bomb_is_cut_at_the_limit() -> None:
    sink = Memory()
    bomb = gzip.compress(bytes(256 << 20), 9)
    assert len(bomb) < 300_000
    async with serving(replying("HTTP/1.1 200 OK\nContent-Encoding: gzip", bomb)) as server:
        with pytest.raises(UrlTooLarge):
            await Fetcher(allow_private=True).fetch(
                f"http://127.0.0.1:{server.port}/", sink, max_bytes=1 << 20
            )
    assert len(sink.content) <= 1 << 20
    assert sink.largest <= 1 << 18


@pytest.mark.parametrize(
    "body",
    [
        os.urandom(1000),
        gzip.compress(TEXT, mtime=0)[:-9],
        gzip.compress(TEXT, mtime=0) + b"trailing",
        gzip.compress(TEXT, mtime=0)[:5000] + bytes(5000),
    ],
)
async def test_damaged_data_is_refused(body: bytes) -> None:
    with pytest.raises(UrlUnreadable, match="damaged or incomplete"):
        await fetch("gzip", body)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
async def test_another_compression_is_refused(encoding: str) -> None:
    with pytest.raises(UrlUnreadable, match="not supported"):
        await fetch(encoding, TEXT[:100])
