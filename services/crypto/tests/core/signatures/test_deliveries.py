import pytest

from flowforge_crypto.core.signatures.deliveries import Delivery, Refused, require_one


def test_the_first_header_that_is_there() -> None:
    delivery = Delivery(b"", {"a": "", "b": "x"}, "secret")
    assert delivery.header("a", "b") == "x"
    with pytest.raises(Refused, match="header_missing"):
        delivery.header("a", "c")


def test_the_mac_of_rfc_4231() -> None:
    """Test case 2 of RFC 4231."""
    mac = Delivery(b"", {}, "Jefe").mac(b"what do ya want for nothing?")
    assert mac.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@pytest.mark.parametrize("sent", ["", "x", "-5", "1.5", "1" * 13, "\u0661\u0662", "\ud800"])
def test_times_that_are_none(sent: str) -> None:
    with pytest.raises(Refused, match="header_malformed"):
        Delivery(b"", {}, "s", now=1).check_age(sent)


def test_one_signature_of_several() -> None:
    require_one("aa", ["bb", " aa "])
    with pytest.raises(Refused, match="signature"):
        require_one("aa", ["bb", "\ud800"])
