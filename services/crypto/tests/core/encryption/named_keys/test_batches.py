import pytest

from flowforge_crypto.core.encodings.text import UndecodableText, decode
from flowforge_crypto.core.encryption.named_keys.batches import run_each
from flowforge_crypto.core.encryption.named_keys.errors import KeyDisabled


def test_order_and_errors_are_kept() -> None:
    found = run_each(["00", "x", "ff"], lambda text: decode(text, "hex"))
    assert [done for done, _ in found] == [b"\0", None, b"\xff"]
    assert [error and error.code for _, error in found] == [None, UndecodableText.code, None]


def test_what_holds_for_all_is_told_once() -> None:
    def refuse(_: str) -> None:
        raise KeyDisabled(name="k")

    with pytest.raises(KeyDisabled):
        run_each(["a"], refuse)
