import pytest
from faker import Faker

from flowforge_pii.network import is_ip
from flowforge_pii.payment import is_card, is_iban


def test_ibans_of_many_countries() -> None:
    for locale in ("de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "en_GB", "pl_PL", "fi_FI"):
        faker = Faker(locale)
        faker.seed_instance(1)
        for iban in {faker.iban() for _ in range(50)}:
            assert is_iban(iban), iban
            last = str((int(iban[-1]) + 1) % 10)
            assert not is_iban(iban[:-1] + last), iban


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005"])
def test_published_test_cards(card: str) -> None:
    """The numbers that payment providers publish for tests."""
    assert is_card(card)


@pytest.mark.parametrize("number", ["4111 1111 1111 1112", "0000 0000 0000 0000", "1234567812345670"])
def test_other_long_numbers_are_no_cards(number: str) -> None:
    assert not is_card(number)


def test_addresses() -> None:
    assert is_ip("192.0.2.7")
    assert is_ip("2001:db8::1")
    assert not is_ip("::")
    assert not is_ip("300.1.1.1")
    assert not is_ip("12:30")
