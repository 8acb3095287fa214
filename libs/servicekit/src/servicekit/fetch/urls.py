"""Read a URL as one server, one port and one path, however its author spelled them."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from servicekit.fetch.addresses import Address, unwrap
from servicekit.fetch.errors import UrlInvalid

Scheme = Literal["http", "https"]

MAX_URL_CHARACTERS = 8192
_DEFAULT_PORTS: dict[Scheme, int] = {"http": 80, "https": 443}
_KEPT = "!$%&'()*+,-./:;=?@[]_~"  # already legal in a request line; a % begins an escape of the author's own
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_MAX_NAME_CHARACTERS = 253


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask for. `host`: see normalize_host."""

    scheme: Scheme
    host: str
    port: int
    path: str

    @property
    def literal(self) -> Address | None:
        """The address, if the URL names one instead of a name."""
        return _literal(self.host)

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def join(self, location: str) -> "Target":
        """Read *location* as a redirect from here."""
        try:
            return parse_url(urljoin(self.url, location))
        except ValueError as error:
            raise UrlInvalid(reason="its server name or port cannot be read") from error


def parse_url(url: str) -> Target:
    """Read *url*; raises UrlInvalid, which never repeats the URL: it may be a secret."""
    url = url.strip()
    if len(url) > MAX_URL_CHARACTERS:
        raise UrlInvalid(reason=f"it has more than {MAX_URL_CHARACTERS} characters")
    if _CONTROL.search(url):
        raise UrlInvalid(reason="it contains a line break, a tab or another control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UrlInvalid(reason="its server name or port cannot be read") from error
    scheme = _scheme(parts)
    if port == 0:
        raise UrlInvalid(reason="port 0 does not exist")
    path = quote(parts.path or "/", safe=_KEPT)
    if parts.query:
        path += "?" + quote(parts.query, safe=_KEPT)
    host = parts.hostname or ""
    host = normalize_host(f"[{host}]" if "[" in parts.netloc else host)
    return Target(scheme, host, port or _DEFAULT_PORTS[scheme], path)


def _scheme(parts: SplitResult) -> Scheme:
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise UrlInvalid(reason="it must begin with http:// or https://, followed by a server name")
    if "@" in parts.netloc:
        raise UrlInvalid(reason="it contains a user name or password, which is not supported")
    return "http" if parts.scheme == "http" else "https"


def normalize_host(host: str) -> str:
    """Return *host* in lower-case ASCII without a trailing dot, an IP address in its usual form."""
    if ":" in host or host.startswith("["):
        return _six(host.strip("[]"))
    name = _ascii(host).lower().removesuffix(".")
    if len(name) > _MAX_NAME_CHARACTERS or not _NAME.fullmatch(name):
        raise UrlInvalid(reason="its server name is missing or misspelled")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _four(name)
    return name


def _six(host: str) -> str:
    try:
        return str(
            unwrap(IPv6Address(host.replace("%", " ")))
        )  # a zone names an interface: it is none of ours
    except ValueError as error:
        raise UrlInvalid(reason="its IPv6 address is misspelled") from error


def _four(name: str) -> str:
    """Read a host that ends in a number as browsers do: decimal, octal or hexadecimal, 1 to 4 parts."""
    try:
        return str(IPv4Address(socket.inet_aton(name)))
    except OSError as error:
        raise UrlInvalid(reason="its IPv4 address is misspelled") from error


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    import idna  # noqa: PLC0415 - its tables take memory that few requests need

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UrlInvalid(reason="its server name contains letters that no server name may have") from error


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
