import pytest

from flowforge_crypto.core.recipes.errors import MAX_BYTES, StepNeedsText, TooMuchData, as_text, require_size


def test_text() -> None:
    assert as_text("ä".encode(), 0) == "ä"
    with pytest.raises(StepNeedsText, match=r"'steps\.4'"):
        as_text(b"\xff", 4)


def test_sizes() -> None:
    require_size(MAX_BYTES, 0)
    with pytest.raises(TooMuchData, match=r"'steps\.4'"):
        require_size(MAX_BYTES + 1, 4)
