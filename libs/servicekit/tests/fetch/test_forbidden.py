"""The list of addresses that no URL input reaches, each tried as itself, by name, and by redirect."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from loopback.web import Memory, Names, Server, replying, serving

from servicekit.fetch.errors import UrlForbidden, UrlInvalid
from servicekit.fetch.fetcher import Fetcher

SPELLINGS = [
    "127.0.0.1",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "127.1",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "127.0.0.1.",
    "１２７.0.0.1",  # noqa: RUF001 - the odd spelling is the case
    "①②⑦.⓪.⓪.①",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
    "0",
    "[::]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "[::ffff:169.254.169.254]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
ADDRESSES = [
    ["127.0.0.1"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["10.0.0.1"],
    ["100.64.0.1"],
    ["169.254.169.254"],
    ["fe80::1"],
    ["8.8.8.8", "127.0.0.1"],
    ["127.0.0.1", "8.8.8.8"],
]


@pytest.mark.parametrize("host", SPELLINGS)
async def test_forbidden_as_it_stands(host: str) -> None:
    async with serving(replying("HTTP/1.1 200 OK", b"secret")) as server:
        with pytest.raises(UrlForbidden, match="public internet"):
            await Fetcher().fetch(f"http://{host}:{server.port}/", Memory(), max_bytes=100)
    assert server.requests == []


@pytest.mark.parametrize("host", SPELLINGS)
async def test_forbidden_after_a_redirect(host: str) -> None:
    names = Names({"start.test": [["127.0.0.1"]], "localhost": [["127.0.0.1"]]})
    fetcher = Fetcher(allow_hosts=frozenset({"start.test"}), resolve=names)
    async with serving(replying("HTTP/1.1 200 OK", b"secret")) as inner:
        redirect = replying(f"HTTP/1.1 302 Found\nLocation: http://{host}:{inner.port}/")
        async with serving(redirect) as outer:
            with pytest.raises(UrlForbidden, match="public internet"):
                await fetcher.fetch(f"http://start.test:{outer.port}/", Memory(), max_bytes=100)
    assert (len(outer.requests), inner.requests) == (1, [])


@pytest.mark.parametrize("addresses", ADDRESSES, ids=",".join)
async def test_forbidden_by_name(addresses: list[str]) -> None:
    async with serving(replying("HTTP/1.1 200 OK", b"secret")) as server:
        fetcher = Fetcher(resolve=Names({"inner.test": [addresses]}))
        with pytest.raises(UrlForbidden, match=r"'inner\.test' is not on the public internet") as caught:
            await fetcher.fetch(f"http://inner.test:{server.port}/", Memory(), max_bytes=100)
    assert server.requests == []
    assert not any(address in caught.value.text for address in addresses)


@pytest.mark.parametrize("host", ["169.254.169.254", "[fd00:ec2::254]", "0", "224.0.0.1", "[2002:7f00:1::]"])
async def test_some_stay_closed_where_private_ones_are_open(host: str) -> None:
    fetcher = Fetcher(allow_private=True, allow_hosts=frozenset({host}))
    with pytest.raises(UrlForbidden):
        await fetcher.fetch(f"http://{host}/", Memory(), max_bytes=100)


async def test_an_allowed_host_opens_no_other() -> None:
    fetcher = Fetcher(
        allow_hosts=frozenset({"Files.Test."}),
        resolve=Names({"files.test": [["127.0.0.1"]], "x.files.test": [["127.0.0.1"]]}),
    )
    async with serving(replying("HTTP/1.1 200 OK", b"file")) as server:
        sink = Memory()
        await fetcher.fetch(f"http://files.test:{server.port}/", sink, max_bytes=100)
        assert sink.content == b"file"
        for host in ("x.files.test", "127.0.0.1"):
            with pytest.raises(UrlForbidden):
                await fetcher.fetch(f"http://{host}:{server.port}/", Memory(), max_bytes=100)


@asynccontextmanager
async def _twins() -> AsyncIterator[tuple[Server, Server]]:
    """Two servers on one port, at 127.0.0.1 and 127.0.0.2."""
    async with (
        serving(replying("HTTP/1.1 200 OK", b"vetted")) as vetted,
        serving(replying("HTTP/1.1 200 OK", b"other"), host="127.0.0.2", port=vetted.port) as other,
    ):
        yield vetted, other


async def test_a_name_that_changes_its_answer_is_asked_once() -> None:
    names = Names({"rebind.test": [["127.0.0.1"], ["127.0.0.2"]]})
    async with _twins() as (vetted, other):
        sink = Memory()
        fetcher = Fetcher(allow_private=True, resolve=names)
        await fetcher.fetch(f"http://rebind.test:{vetted.port}/", sink, max_bytes=100)
    assert (sink.content, names.asked, other.requests) == (b"vetted", ["rebind.test"], [])


async def test_a_name_that_changes_its_answer_between_hops_is_vetted_again() -> None:
    names = Names({"rebind.test": [["127.0.0.1"], ["169.254.169.254"]]})
    async with serving(replying("HTTP/1.1 302 Found\nLocation: /again\nContent-Length: 0")) as server:
        with pytest.raises(UrlForbidden):
            await Fetcher(allow_private=True, resolve=names).fetch(
                f"http://rebind.test:{server.port}/", Memory(), max_bytes=100
            )
    assert (len(server.requests), len(names.asked)) == (1, 2)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://x/", "http://a:b@x/", "http://[/", "http://a b/"]
)
async def test_a_redirect_to_no_web_address(location: str) -> None:
    async with serving(replying(f"HTTP/1.1 301 Moved\nLocation: {location}")) as server:
        with pytest.raises(UrlForbidden, match="redirects to an address"):
            await Fetcher(allow_private=True).fetch(f"http://127.0.0.1:{server.port}/", Memory(), max_bytes=9)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "http://u:p@127.0.0.1/"]
)
async def test_no_web_address(url: str) -> None:
    with pytest.raises(UrlInvalid):
        await Fetcher(allow_private=True).fetch(url, Memory(), max_bytes=9)
