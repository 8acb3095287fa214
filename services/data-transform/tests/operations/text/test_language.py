from typing import Any

import pytest

# Article 1 of the Universal Declaration of Human Rights.
TEXTS = {
    "en": "All human beings are born free and equal in dignity and rights.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах.",  # noqa: RUF001 - Russian
}


def test_many_texts(call: Any) -> None:
    found = call("language", texts=list(TEXTS.values()))
    assert [one["language"] for one in found["results"]] == list(TEXTS)
    assert all(one["is_sure"] for one in found["results"])


def test_candidates_come_with_their_shares(call: Any) -> None:
    found = call("language", text=TEXTS["fr"], most=3)["result"]
    assert found["candidates"][0]["language"] == found["language"] == "fr"
    shares = [one["share"] for one in found["candidates"]]
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)


def test_among(call: Any) -> None:
    assert call("language", text=TEXTS["de"], among=["nl", "sv"])["result"]["language"] in ("nl", "sv")


@pytest.mark.parametrize("text", ["", "12345", "  !?"])
def test_texts_without_words(call: Any, text: str) -> None:
    assert call("language", text=text)["result"] == {"language": None, "is_sure": False, "candidates": []}
