import os
import socket
from collections.abc import Iterator

import pytest

from flowforge_cli.assembly.ports import Ports, is_free
from flowforge_cli.errors import InvalidPort, PortTaken


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_its_holder(taken: int) -> None:
    with pytest.raises(PortTaken) as caught:
        Ports({}).demanded("FLOWFORGE_PORT", taken)
    assert str(caught.value).startswith(f"port {taken} is taken by ")
    assert f"(process {os.getpid()})" in str(caught.value)
    assert f"FLOWFORGE_PORT={taken + 1}" in str(caught.value)


def test_a_preferred_port_gives_way(taken: int) -> None:
    port = Ports({}).preferred("FLOWFORGE_CRYPTO_PORT", taken)
    assert port != taken
    assert is_free(port)


def test_a_port_that_was_set_does_not_give_way(taken: int) -> None:
    with pytest.raises(PortTaken):
        Ports({"FLOWFORGE_CRYPTO_PORT": str(taken)}).preferred("FLOWFORGE_CRYPTO_PORT", 3001)


def test_zero_is_any_free_port() -> None:
    ports = Ports({"FLOWFORGE_PORT": "0"})
    given = [ports.demanded("FLOWFORGE_PORT", 8000) for _ in range(20)]
    assert len(set(given)) == 20


def test_no_port_is_given_twice() -> None:
    ports = Ports({"A": "31999"})
    assert ports.demanded("A", 1) == 31999
    assert ports.preferred("B", 31999) != 31999


@pytest.mark.parametrize("text", ["80a", "-1", "65536", "eight"])
def test_what_is_no_port_is_said_so(text: str) -> None:
    with pytest.raises(InvalidPort, match="FLOWFORGE_PORT="):
        Ports({"FLOWFORGE_PORT": text}).demanded("FLOWFORGE_PORT", 8000)
