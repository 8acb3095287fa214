from typing import Any

import httpx
import pytest


def parse(client: httpx.Client, *texts: str) -> Any:
    answer = client.post("/api/v1/data/names/parse", json={"texts": texts})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Juan Q. Xavier de la Vega III (Doc Vega)",
         ["Dr.", "Juan", "Q. Xavier", "de la Vega", "III", "Doc Vega"]),
        ("Lovelace, Ada King", [None, "Ada", "King", "Lovelace", None, None]),
        ("Ludwig van Beethoven", [None, "Ludwig", None, "van Beethoven", None, None]),
        ("Smith, John, Jr.", [None, "John", None, "Smith", "Jr.", None]),
    ],
)  # fmt: skip
def test_parts(client: httpx.Client, text: str, expected: list[str | None]) -> None:
    found = parse(client, text)[0]
    names = ("title", "first_name", "middle_names", "last_name", "suffix", "nickname")
    assert ([found[name] for name in names], found["is_sure"]) == (expected, True)


def test_one_word_and_nothing_are_not_sure(client: httpx.Client) -> None:
    assert [one["is_sure"] for one in parse(client, "Ada", "", "!!!")] == [False, False, False]
