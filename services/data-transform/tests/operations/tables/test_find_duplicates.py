import random
from typing import Any

from faker import Faker

ROWS = [
    {"name": "Ada Lovelace", "city": "London", "born": "1815-12-10"},
    {"name": "Lovelace, Ada", "city": "london", "born": "1815-12-10"},
    {"name": "Grace Hopper", "city": "Arlington", "born": "1906-12-09"},
    {"name": "Grace Hoper", "city": None, "born": "1906-12-09"},
    {"name": "Gracie Hoopers", "city": "Arlingtown", "born": "1906-12-30"},
    {"name": "Linus Torvalds", "city": "Portland", "born": "1969-12-28"},
]
BY = [
    {"column": "name", "method": "name", "weight": 2},
    {"column": "city"},
    {"column": "born", "method": "date"},
]


def test_clusters_are_explained(tables: Any) -> None:
    found = tables.rows("find-duplicates", data=ROWS, by=BY, threshold=0.9, review_threshold=0.6)
    assert [one["rows"] for one in found["clusters"]] == [[2, 3], [4, 5]]
    assert (found["duplicate_rows"], found["rows"]) == (2, 6)
    assert found["clusters"][0]["records"] == ROWS[:2]
    assert found["clusters"][1]["pairs"][0]["scores"]["city"] is None
    assert {(one["row"], one["other_row"]) for one in found["review"]} == {(4, 6), (5, 6)}


def test_nothing_alike(tables: Any) -> None:
    found = tables.rows("find-duplicates", data=ROWS[2::3], by=BY)
    assert (found["clusters"], found["review"]) == ([], [])


def test_methods(tables: Any) -> None:
    data = [
        {"k": "x", "n": 100, "z": "007"},
        {"k": "X ", "n": 101, "z": "007"},
        {"k": "x", "n": 500, "z": "008"},
    ]
    by = [{"column": "k", "method": "exact"}, {"column": "n", "method": "number"}]
    found = tables.rows("find-duplicates", data=data, by=by)
    assert [one["rows"] for one in found["clusters"]] == [[2, 3]]


def test_errors(tables: Any) -> None:
    assert tables.code("find-duplicates", data=ROWS, by=[{"column": "x"}]) == (422, "COLUMN_NOT_FOUND")
    assert tables.code("find-duplicates", data=ROWS, by=BY, threshold=0.5, review_threshold=0.6) == (
        422, "VALIDATION_ERROR",
    )  # fmt: skip


def test_one_value_in_all_rows_is_no_key(tables: Any) -> None:
    data = [{"city": "Rome", "n": number} for number in range(3_000)]
    found = tables.rows("find-duplicates", data=data, by=[{"column": "city"}])
    assert found["clusters"] == []
    assert "were not compared" in found["warnings"][0]


def test_too_many_pairs(tables: Any) -> None:
    data = [{"name": f"{number % 30:02} {number % 31:02} same{number % 29:02}"} for number in range(20_000)]
    assert tables.code("find-duplicates", data=data, by=[{"column": "name"}]) == (422, "MATCH_TOO_LARGE")


def test_people_with_slips_of_the_pen(tables: Any) -> None:
    """400 people, 150 of them twice: with a letter swapped, names in another order, or without the city."""
    fake, chance = Faker("en_US"), random.Random(7)  # noqa: S311 - no secret
    fake.seed_instance(7)
    people = [
        {"name": fake.unique.name(), "street": fake.street_address(), "city": fake.city()} for _ in range(400)
    ]
    twice = []
    for person in people[:150]:
        place = chance.randrange(1, len(person["street"]) - 2)
        street = person["street"]
        slip = street[:place] + street[place + 1] + street[place] + street[place + 2 :]
        first, _, rest = person["name"].partition(" ")
        twice.append(
            {"name": f"{rest} {first}", "street": slip, "city": chance.choice([person["city"], None])}
        )
    by = [{"column": "name", "method": "name"}, {"column": "street"}, {"column": "city"}]
    found = tables.rows("find-duplicates", data=people + twice, by=by, threshold=0.85)
    pairs = {tuple(one["rows"]) for one in found["clusters"]}
    right = {(number + 2, number + 402) for number in range(150)}
    assert len(pairs & right) >= 147
    assert len(pairs - right) <= 3
