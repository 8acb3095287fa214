from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicekit.fetch.addresses import Reach, reach_of

# The rows of the IANA IPv4 and IPv6 special-purpose address registries, and what clouds add to them.
CASES = {
    "8.8.8.8": Reach.PUBLIC,
    "1.1.1.1": Reach.PUBLIC,
    "172.15.255.255": Reach.PUBLIC,
    "172.32.0.0": Reach.PUBLIC,
    "100.63.255.255": Reach.PUBLIC,
    "100.128.0.0": Reach.PUBLIC,
    "10.0.0.1": Reach.PRIVATE,
    "100.64.0.1": Reach.PRIVATE,
    "100.127.255.255": Reach.PRIVATE,
    "127.0.0.1": Reach.PRIVATE,
    "127.255.255.254": Reach.PRIVATE,
    "172.16.0.1": Reach.PRIVATE,
    "172.31.255.255": Reach.PRIVATE,
    "192.168.1.1": Reach.PRIVATE,
    "0.0.0.0": Reach.FORBIDDEN,  # noqa: S104 - an address to refuse, not to bind
    "0.1.2.3": Reach.FORBIDDEN,
    "100.100.100.200": Reach.FORBIDDEN,
    "168.63.129.16": Reach.FORBIDDEN,
    "169.254.0.1": Reach.FORBIDDEN,
    "169.254.169.254": Reach.FORBIDDEN,
    "192.0.0.8": Reach.FORBIDDEN,
    "192.0.0.192": Reach.FORBIDDEN,
    "192.0.2.1": Reach.FORBIDDEN,
    "192.88.99.1": Reach.FORBIDDEN,
    "198.18.0.1": Reach.FORBIDDEN,
    "198.19.255.255": Reach.FORBIDDEN,
    "198.51.100.1": Reach.FORBIDDEN,
    "203.0.113.1": Reach.FORBIDDEN,
    "224.0.0.1": Reach.FORBIDDEN,
    "239.255.255.255": Reach.FORBIDDEN,
    "240.0.0.1": Reach.FORBIDDEN,
    "255.255.255.255": Reach.FORBIDDEN,
    "2606:4700:4700::1111": Reach.PUBLIC,
    "2001:4860:4860::8888": Reach.PUBLIC,
    "::ffff:8.8.8.8": Reach.PUBLIC,
    "64:ff9b::8.8.8.8": Reach.PUBLIC,
    "::1": Reach.PRIVATE,
    "fc00::1": Reach.PRIVATE,
    "fd12:3456::1": Reach.PRIVATE,
    "fec0::1": Reach.PRIVATE,
    "::ffff:10.0.0.1": Reach.PRIVATE,
    "::ffff:127.0.0.1": Reach.PRIVATE,
    "64:ff9b::127.0.0.1": Reach.PRIVATE,
    "::": Reach.FORBIDDEN,
    "::127.0.0.1": Reach.FORBIDDEN,
    "::ffff:169.254.169.254": Reach.FORBIDDEN,
    "::ffff:0:127.0.0.1": Reach.FORBIDDEN,
    "64:ff9b::169.254.169.254": Reach.FORBIDDEN,
    "64:ff9b:1::1": Reach.FORBIDDEN,
    "100::1": Reach.FORBIDDEN,
    "2001::1": Reach.FORBIDDEN,
    "2001:2::1": Reach.FORBIDDEN,
    "2001:20::1": Reach.FORBIDDEN,
    "2001:db8::1": Reach.FORBIDDEN,
    "2002:7f00:1::": Reach.FORBIDDEN,
    "2002:808:808::": Reach.FORBIDDEN,
    "3fff::1": Reach.FORBIDDEN,
    "5f00::1": Reach.FORBIDDEN,
    "fd00:ec2::254": Reach.FORBIDDEN,
    "fd20:ce::254": Reach.FORBIDDEN,
    "fe80::1": Reach.FORBIDDEN,
    "fe80::1%eth0": Reach.FORBIDDEN,
    "2606:4700::1%eth0": Reach.FORBIDDEN,
    "ff02::1": Reach.FORBIDDEN,
    "ff0e::1": Reach.FORBIDDEN,
}


@pytest.mark.parametrize("address", CASES)
def test_reach(address: str) -> None:
    assert reach_of(ip_address(address)) is CASES[address]


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert reach_of(address) is not Reach.PUBLIC


@given(st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_public_in_version_6(address: IPv6Address) -> None:
    if address.ipv4_mapped is None and (
        not address.is_global or address.is_multicast or address.is_site_local
    ):
        assert reach_of(address) is not Reach.PUBLIC


@given(st.ip_addresses(v=4))
def test_an_embedded_address_decides(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        embedded = IPv6Address(int(IPv6Address(prefix)) + int(address))
        assert reach_of(embedded) is reach_of(address)
