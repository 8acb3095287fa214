import asyncio
import os
import ssl

import pytest
from loopback.certificates import Authority
from loopback.web import Answer, Memory, Names, replying, serving

from servicekit.errors import InsufficientStorage
from servicekit.fetch.errors import (
    FETCH_ERRORS,
    UrlAnswered,
    UrlForbidden,
    UrlTimedOut,
    UrlTooLarge,
    UrlUnreachable,
    UrlUntrusted,
)
from servicekit.fetch.fetcher import Fetched, Fetcher

OPEN = Fetcher(allow_private=True, timeout_seconds=5)


async def fetch(answer: Answer, path: str = "/", *, fetcher: Fetcher = OPEN, max_bytes: int = 1000) -> Memory:
    sink = Memory()
    async with serving(answer) as server:
        await fetcher.fetch(f"http://127.0.0.1:{server.port}{path}", sink, max_bytes=max_bytes)
    return sink


async def test_the_file_and_what_the_server_says_of_it() -> None:
    sink = Memory()
    head = (
        "HTTP/1.1 200 OK\nContent-Type: Text/CSV; charset=utf-8\n"
        'Content-Disposition: attachment; filename="a b.csv"'
    )
    async with serving(replying(head, b"a,b\n")) as server:
        fetched = await OPEN.fetch(f"http://127.0.0.1:{server.port}/x?y=1#z", sink, max_bytes=4)
        assert fetched == Fetched("a b.csv", "text/csv", 200, f"http://127.0.0.1:{server.port}/x?y=1")
    assert sink.content == b"a,b\n"
    assert server.requests[0].split("\r\n") == [
        "GET /x?y=1 HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
        "User-Agent: FlowForge",
        "",
        "",
    ]


async def test_redirects_are_followed_without_cookies_or_a_referrer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        step = int(path.removeprefix("/step"))
        if step < 5:
            status = (301, 302, 303, 307, 308)[step]
            head = f"HTTP/1.1 {status} x\r\nSet-Cookie: a=b\r\nLocation: step{step + 1}\r\n\r\n"
            writer.write(head.encode())
        else:
            writer.write(b"HTTP/1.1 200 OK\r\n\r\nend")

    sink = Memory()
    async with serving(answer) as server:
        await OPEN.fetch(f"http://127.0.0.1:{server.port}/step0", sink, max_bytes=10)
    assert sink.content == b"end"
    assert len(server.requests) == 6
    assert not any("cookie" in head.lower() or "referer" in head.lower() for head in server.requests)


async def test_headers_stay_with_their_server() -> None:
    sink = Memory()
    async with serving(replying("HTTP/1.1 200 OK", b"end")) as other:
        async with serving(replying(f"HTTP/1.1 302 x\nLocation: http://127.0.0.1:{other.port}/")) as server:
            url = f"http://127.0.0.1:{server.port}/"
            sent = {"Authorization": "Bearer x", "User-Agent": "A browser"}
            fetched = await OPEN.fetch(url, sink, max_bytes=10, headers=sent)
            assert "Authorization: Bearer x\r\n" in server.requests[0]
            assert server.requests[0].lower().count("user-agent: ") == 1
        assert "Authorization" not in other.requests[0]
        assert "User-Agent: FlowForge" in other.requests[0]
        assert fetched.url == f"http://127.0.0.1:{other.port}/"


@pytest.mark.parametrize(
    "headers", [{"Host": "a"}, {"content-length": "1"}, {"X": "a\r\nY: b"}, {"X Y": "a"}, {"X": "a" * 20_000}]
)
async def test_headers_that_change_the_message_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="headers"):
        await OPEN.fetch("http://127.0.0.1:9/", Memory(), max_bytes=1, headers=headers)


async def test_a_redirect_loop_ends() -> None:
    with pytest.raises(UrlAnswered, match="redirects more than 5 times"):
        await fetch(replying("HTTP/1.1 302 Found\nLocation: /"))


@pytest.mark.parametrize("status", [202, 204, 206, 302, 304, 401, 403, 404, 410, 429, 500, 503])
async def test_no_file_names_the_status(status: int) -> None:
    with pytest.raises(UrlAnswered, match=f"HTTP status {status} "):
        await fetch(replying(f"HTTP/1.1 {status} x"))


async def test_a_file_at_the_limit_passes() -> None:
    assert (
        await fetch(replying("HTTP/1.1 200 OK\nContent-Length: 5", b"12345"), max_bytes=5)
    ).content == b"12345"


async def test_a_declared_size_is_believed_before_a_byte_arrives() -> None:
    with pytest.raises(UrlTooLarge, match="larger than 5 bytes"):
        await fetch(replying("HTTP/1.1 200 OK\nContent-Length: 6"), max_bytes=5)


async def _endless(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(bytes(65536))
        await writer.drain()


async def test_an_endless_body_is_cut_at_the_limit() -> None:
    sink = Memory()
    async with serving(_endless) as server:
        with pytest.raises(UrlTooLarge):
            await OPEN.fetch(f"http://127.0.0.1:{server.port}/", sink, max_bytes=1 << 20)
    assert len(sink.content) <= 1 << 20


async def _slow(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _silent(_path: str, writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    await asyncio.sleep(3)


async def _chattering(_path: str, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
        await writer.drain()


async def _crumbling(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\nx\r\n" * 10_000)
        await writer.drain()


@pytest.mark.parametrize("answer", [_slow, _silent, _chattering, _crumbling])
async def test_the_deadline_is_for_the_whole(answer: Answer) -> None:
    with pytest.raises(UrlTimedOut, match=r"within 0\.3 seconds"):
        await fetch(answer, fetcher=Fetcher(allow_private=True, timeout_seconds=0.3), max_bytes=1 << 30)


async def test_a_resolver_that_hangs_is_under_the_deadline() -> None:
    async def hang(_host: str, _port: int) -> list[object]:
        await asyncio.sleep(10)
        return []

    with pytest.raises(UrlTimedOut):
        await Fetcher(timeout_seconds=0.1, resolve=hang).fetch("http://x.test/", Memory(), max_bytes=1)  # type: ignore[arg-type]  # the test gives no such sink


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\nContent-Length: 10",  # 5 bytes follow, then the end
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
        "HTTP/1.1 200 OK\nContent-Length: " + "9" * 5000,
        "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6",
        "SSH-2.0-OpenSSH_9.9",
        "",
    ],
)
async def test_what_is_no_whole_answer_is_refused(head: str) -> None:
    with pytest.raises(UrlUnreachable, match=r"'127\.0\.0\.1'"):
        await fetch(replying(head, b"12345"))


async def test_endless_headers_are_refused() -> None:
    with pytest.raises(UrlUnreachable):
        await fetch(replying("HTTP/1.1 200 OK\n" + "X-Y: z\n" * 50_000))


async def test_nobody_listens_or_nobody_is_called_so() -> None:
    async with serving(_silent) as server:
        port = server.port
    with pytest.raises(UrlUnreachable, match="does not accept connections"):
        await OPEN.fetch(f"http://127.0.0.1:{port}/", Memory(), max_bytes=1)
    with pytest.raises(UrlUnreachable, match="no server of this name"):
        await Fetcher(resolve=Names({})).fetch("http://x.test/", Memory(), max_bytes=1)
    with pytest.raises(UrlUnreachable, match="no server of this name"):
        await Fetcher(resolve=Names({"x.test": [[]]})).fetch("http://x.test/", Memory(), max_bytes=1)


async def test_the_next_address_is_tried() -> None:
    fetcher = Fetcher(allow_private=True, resolve=Names({"x.test": [["127.0.0.3", "127.0.0.1"]]}))
    async with serving(replying("HTTP/1.1 200 OK", b"x")) as server:
        sink = Memory()
        await fetcher.fetch(f"http://x.test:{server.port}/", sink, max_bytes=1)
    assert sink.content == b"x"


async def test_what_the_sink_raises_reaches_the_caller() -> None:
    class Full:
        async def write(self, _chunk: bytes) -> None:
            raise InsufficientStorage

    async with serving(_endless) as server:
        with pytest.raises(InsufficientStorage):
            await OPEN.fetch(f"http://127.0.0.1:{server.port}/", Full(), max_bytes=1 << 20)


async def test_a_caller_who_leaves_ends_the_download() -> None:
    async with serving(_slow) as server:
        task = asyncio.create_task(OPEN.fetch(f"http://127.0.0.1:{server.port}/", Memory(), max_bytes=1000))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(server.requests) == 1


def _over_tls(trust: ssl.SSLContext) -> Fetcher:
    names = Names({"files.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]})
    return Fetcher(allow_private=True, resolve=names, ssl_context=trust)


async def test_a_trusted_certificate_passes(authority: Authority) -> None:
    content = os.urandom(300_000)
    async with serving(
        replying("HTTP/1.1 200 OK", content), tls=authority.server_for("files.test")
    ) as server:
        sink = Memory()
        await _over_tls(authority.trusted()).fetch(
            f"https://files.test:{server.port}/", sink, max_bytes=1 << 20
        )
    assert sink.content == content


@pytest.mark.parametrize("fault", ["another name", "expired", "unknown authority"])
async def test_a_wrong_certificate_is_refused(authority: Authority, fault: str) -> None:
    name = "other.test" if fault == "another name" else "files.test"
    tls = authority.server_for(name, expired=fault == "expired")
    fetcher = OPEN if fault == "unknown authority" else _over_tls(authority.trusted())
    host = "127.0.0.1" if fault == "unknown authority" else "files.test"
    async with serving(replying("HTTP/1.1 200 OK", b"x"), tls=tls) as server:
        with pytest.raises(UrlUntrusted, match="could not be verified: ") as caught:
            await fetcher.fetch(f"https://{host}:{server.port}/", Memory(), max_bytes=9)
    words = {"another name": "mismatch", "expired": "expired", "unknown authority": "issuer"}
    assert words[fault] in caught.value.text
    assert server.requests == []


async def test_tls_on_a_plain_port_is_refused() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(UrlUnreachable, match="TLS"):
        await OPEN.fetch(f"https://127.0.0.1:{port}/", Memory(), max_bytes=9)
    server.close()


async def test_a_handshake_that_never_ends_is_under_the_deadline() -> None:
    async with serving(_silent) as server:
        fetcher = Fetcher(allow_private=True, timeout_seconds=0.2)
        with pytest.raises(UrlTimedOut):
            await fetcher.fetch(f"https://127.0.0.1:{server.port}/", Memory(), max_bytes=9)


async def test_a_redirect_from_https_to_http_is_refused(authority: Authority) -> None:
    async with serving(replying("HTTP/1.1 200 OK", b"x")) as plain:
        down = replying(f"HTTP/1.1 302 Found\nLocation: http://127.0.0.1:{plain.port}/")
        async with serving(down, tls=authority.server_for("files.test")) as secure:
            with pytest.raises(UrlForbidden, match="insecure"):
                await _over_tls(authority.trusted()).fetch(
                    f"https://files.test:{secure.port}/", Memory(), max_bytes=9
                )
    assert plain.requests == []


def test_every_error_is_declared_with_a_code_of_its_own() -> None:
    codes = [error.code for error in FETCH_ERRORS]
    assert len(set(codes)) == len(codes) == 8
    assert all(code.startswith("URL_") for code in codes)
