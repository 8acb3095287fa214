"""The kit's public names."""

import servicekit


def test_all_is_sorted_and_complete() -> None:
    assert servicekit.__all__ == sorted(servicekit.__all__, key=lambda name: (not name.isupper(), name))
    for name in servicekit.__all__:
        assert hasattr(servicekit, name)
