"""Which IP addresses a URL input may lead to.

The tables follow the IANA special-purpose address registries. `ipaddress.is_global` is not asked: what it
answers for mapped, translated and multicast addresses differs between Python versions.
"""

from collections.abc import Iterable
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address


class Reach(Enum):
    PUBLIC = "public"
    PRIVATE = "private"  # a network of the operator's own: reachable if the operator allows it
    FORBIDDEN = "forbidden"  # never a file server: metadata services, multicast, reserved


def _v4(*networks: str) -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(network) for network in networks)


def _v6(*networks: str) -> tuple[IPv6Network, ...]:
    return tuple(IPv6Network(network) for network in networks)


_V4_PRIVATE = _v4(
    "10.0.0.0/8",
    "100.64.0.0/10",  # carrier-grade NAT (RFC 6598)
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
)
_V4_FORBIDDEN = _v4(
    "0.0.0.0/8",  # "this network": Linux connects 0.0.0.0 to itself
    "100.100.100.200/32",  # metadata service of Alibaba Cloud
    "168.63.129.16/32",  # platform service of Azure, at an address that looks public
    "169.254.0.0/16",  # link-local, with the metadata service of most clouds at 169.254.169.254
    "192.0.0.0/24",  # protocol assignments, with the metadata service of Oracle Cloud
    "192.0.2.0/24",  # documentation
    "192.88.99.0/24",  # 6to4 relays, deprecated
    "198.18.0.0/15",  # benchmarking
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
_V6_PRIVATE = _v6(
    "::1/128",
    "fc00::/7",  # unique local
    "fec0::/10",  # site-local, deprecated
)
_V6_FORBIDDEN = _v6(
    "2001::/23",  # protocol assignments, with Teredo, ORCHID and benchmarking
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4, deprecated: the IPv4 address inside may be any
    "3fff::/20",  # documentation
    "fd00:ec2::/32",  # metadata services of AWS
    "fd20:ce::/32",  # metadata service of Google Cloud
)
_V6_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out as global
_V6_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): an IPv4 address in the last 32 bits


def unwrap(address: Address) -> Address:
    """Return the IPv4 address that an IPv4-mapped *address* stands for; others as they are."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def reach_of(address: Address) -> Reach:
    """Classify *address*; an IPv4 address that is embedded as mapped or NAT64 decides for the whole."""
    address = unwrap(address)
    if isinstance(address, IPv6Address):
        if address in _V6_TRANSLATED:
            return _reach_v4(IPv4Address(int(address) & 0xFFFF_FFFF))
        return _reach_v6(address)
    return _reach_v4(address)


def _reach_v4(address: IPv4Address) -> Reach:
    if _inside(address, _V4_FORBIDDEN):
        return Reach.FORBIDDEN
    return Reach.PRIVATE if _inside(address, _V4_PRIVATE) else Reach.PUBLIC


def _reach_v6(address: IPv6Address) -> Reach:
    if address.scope_id is not None or _inside(address, _V6_FORBIDDEN):
        return Reach.FORBIDDEN
    if _inside(address, _V6_PRIVATE):
        return Reach.PRIVATE
    return Reach.PUBLIC if address in _V6_UNICAST else Reach.FORBIDDEN


def _inside(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)
