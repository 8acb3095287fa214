import pytest

from servicekit.fetch.errors import UrlInvalid
from servicekit.fetch.urls import parse_url

HOSTS = {
    "http://EXAMPLE.com": "example.com",
    "http://example.com.": "example.com",
    "http://a_b.example.com": "a_b.example.com",
    "http://0x7f.1": "127.0.0.1",
    "http://2130706433": "127.0.0.1",
    "http://0177.0.0.1": "127.0.0.1",
    "http://0x7f000001": "127.0.0.1",
    "http://127.1": "127.0.0.1",
    "http://127.0.0.1.": "127.0.0.1",
    "http://１２７.0.0.1": "127.0.0.1",  # noqa: RUF001 - the odd spelling is the case
    "http://127。0。0。1": "127.0.0.1",
    "http://①②⑦.⓪.⓪.①": "127.0.0.1",
    "http://ⓛocalhost": "localhost",
    "http://[::ffff:127.0.0.1]": "127.0.0.1",
    "http://[::ffff:7f00:1]": "127.0.0.1",
    "http://[0:0:0:0:0:0:0:1]": "::1",
    "http://[2606:4700:4700:0:0:0:0:1111]:8080": "2606:4700:4700::1111",
    "http://bücher.de": "xn--bcher-kva.de",
    "http://faß.de": "xn--fa-hia.de",
}


@pytest.mark.parametrize("url", HOSTS)
def test_hosts_have_one_spelling(url: str) -> None:
    assert parse_url(url).host == HOSTS[url]


PATHS = {
    "http://h": "/",
    "http://h?a=b": "/?a=b",
    "http://h/a b/ü?q=ü&x=1+2#part": "/a%20b/%C3%BC?q=%C3%BC&x=1+2",
    "http://h/a%20b%2Fc?sig=a%2Bb%3D": "/a%20b%2Fc?sig=a%2Bb%3D",
    "  http://h/x  ": "/x",
    "http://h/a\\b": "/a%5Cb",
}


@pytest.mark.parametrize("url", PATHS)
def test_paths_are_escaped_once(url: str) -> None:
    assert parse_url(url).path == PATHS[url]


def test_authority_names_what_is_unusual() -> None:
    assert parse_url("https://h:443/").authority == "h"
    assert parse_url("https://h:80/").authority == "h:80"
    assert parse_url("http://[::1]:81/").authority == "[::1]:81"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "begin with"),
        ("example.com/file.pdf", "begin with"),
        ("file:///etc/passwd", "begin with"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "begin with"),
        ("ftp://example.com/x", "begin with"),
        ("data:text/plain,x", "begin with"),
        ("//example.com/x", "begin with"),
        ("http:example.com", "begin with"),
        ("http:\\\\example.com", "begin with"),
        ("http:///path", "begin with"),
        ("http://user@example.com", "user name"),
        ("http://user:pass@example.com", "user name"),
        ("http://example.com\\@127.0.0.1/", "user name"),
        ("http://example.com:0/", "port"),
        ("http://example.com:65536/", "port"),
        ("http://example.com:x/", "port"),
        ("http://:80/", "server name"),
        ("http://a..b/", "server name"),
        ("http://./", "server name"),
        ("http://127%2e0.0.1/", "server name"),
        ("http://ex ample.com/", "server name"),
        ("http://" + "a." * 130 + "com/", "server name"),
        ("http://\u2603\u0338.net/", "server name"),
        ("http://1.2.3.4.5/", "IPv4"),
        ("http://08.1/", "IPv4"),
        ("http://256.256.256.256/", "IPv4"),
        ("http://4294967296/", "IPv4"),
        ("http://[::1/", "server name"),
        ("http://[v1.x]/", "server name|IPv6"),
        ("http://[fe80::1%25eth0]/", "server name|IPv6"),
        ("http://exa\tmple.com/", "control"),
        ("http://example.com/\r\nHost: x", "control"),
        ("http://example.com/" + "a" * 8192, "8192"),
    ],
)
def test_what_is_wrong_is_named(url: str, reason: str) -> None:
    with pytest.raises(UrlInvalid, match=reason):
        parse_url(url)


def test_redirects_are_read_from_where_they_stand() -> None:
    here = parse_url("https://h:8443/a/b?c=d")
    assert here.join("e").path == "/a/e"
    assert here.join("/e?f=g").authority == "h:8443"
    assert here.join("//other/e").scheme == "https"
    assert here.join("http://0x7f.1/").host == "127.0.0.1"
