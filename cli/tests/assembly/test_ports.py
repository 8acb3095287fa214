import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from flowforge_cli.assembly.ports import Ports, is_free
from flowforge_cli.errors import InvalidPort, PortTaken


@pytest.fixture
def ports() -> Iterator[Callable[..., Ports]]:
    """Make port choosers with the given settings; their claims end with the test."""
    with ExitStack() as made:
        yield lambda **settings: made.enter_context(Ports(settings))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_its_holder(ports: Callable[..., Ports], taken: int) -> None:
    with pytest.raises(PortTaken) as caught:
        ports().required("FLOWFORGE_PORT", taken)
    assert str(caught.value).startswith(f"port {taken} is in use by ")
    assert f"(process {os.getpid()})" in str(caught.value)
    assert f"FLOWFORGE_PORT={taken + 1}" in str(caught.value)


def test_a_preferred_port_gives_way(ports: Callable[..., Ports], taken: int) -> None:
    port = ports().preferred("FLOWFORGE_CRYPTO_PORT", taken)
    assert port != taken
    assert is_free(port)


def test_a_port_that_was_set_does_not_give_way(ports: Callable[..., Ports], taken: int) -> None:
    with pytest.raises(PortTaken):
        ports(FLOWFORGE_CRYPTO_PORT=str(taken)).preferred("FLOWFORGE_CRYPTO_PORT", 3001)


def test_zero_is_any_free_port(ports: Callable[..., Ports]) -> None:
    chooser = ports(FLOWFORGE_PORT="0")
    given = [chooser.required("FLOWFORGE_PORT", 8000) for _ in range(20)]
    assert len(set(given)) == 20


def test_no_port_is_given_twice(ports: Callable[..., Ports]) -> None:
    chooser = ports(A="31999")
    assert chooser.required("A", 1) == 31999
    assert chooser.preferred("B", 31999) != 31999


@pytest.mark.parametrize("text", ["80a", "-1", "65536", "eight"])
def test_what_is_no_port_is_said_so(ports: Callable[..., Ports], text: str) -> None:
    with pytest.raises(InvalidPort, match="FLOWFORGE_PORT="):
        ports(FLOWFORGE_PORT=text).required("FLOWFORGE_PORT", 8000)


def test_platforms_that_start_together_get_different_ports() -> None:
    with Ports({}) as one, Ports({}) as other:
        given = one.preferred("A", 31998)
        assert other.preferred("A", 31998) != given
        with pytest.raises(PortTaken):
            other.required("A", given)
    with Ports({}) as later:
        assert later.preferred("A", given) == given


def test_a_port_of_another_address_is_no_obstacle(taken: int) -> None:
    assert not is_free(taken, "127.0.0.1")
    assert not is_free(taken, "0.0.0.0")  # noqa: S104 - what is tested
    assert is_free(taken, "127.0.0.2")
