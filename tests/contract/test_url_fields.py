"""Every field that can hold a URL is known, and either downloaded by the kit or never opened."""

from tools.url_fields import FETCHED, TEXT, url_fields


def test_every_field_that_can_hold_a_url_is_listed() -> None:
    assert url_fields() == FETCHED | set(TEXT)
