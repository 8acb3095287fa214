import pytest

from flowforge_gateway import InvalidDeclaration
from flowforge_gateway.envoy.local_settings import find, parse_map


def test_a_name_with_its_port_is_found_before_the_name_alone() -> None:
    addresses = parse_map(["crypto=127.0.0.1:1", "crypto:3001=127.0.0.2:2"])
    assert find(addresses, "crypto", 3001) == ("127.0.0.2", 2)
    assert find(addresses, "crypto", 3002) == ("127.0.0.1", 1)


def test_an_address_stands_for_itself_and_a_name_for_nothing() -> None:
    assert find({}, "10.0.0.1", 80) == ("10.0.0.1", 80)
    assert find({}, "crypto", 80) is None


@pytest.mark.parametrize("entry", ["crypto", "crypto=", "=1:2", "crypto=127.0.0.1", "crypto=127.0.0.1:x"])
def test_what_is_no_entry_is_shown(entry: str) -> None:
    with pytest.raises(InvalidDeclaration, match="write NAME=HOST:PORT"):
        parse_map([entry])
