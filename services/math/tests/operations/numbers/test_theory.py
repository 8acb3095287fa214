import httpx
import pytest

PATH = "/api/v1/math/numbers/theory"


@pytest.mark.parametrize(
    ("task", "numbers", "result"),
    [
        ("factorize", [5040], "2^4 * 3^2 * 5 * 7"),
        ("factorize", ["18446744073709551617"], "274177 * 67280421310721"),  # the sixth Fermat number
        ("divisors", [28], "6"),
        ("is_prime", ["170141183460469231731687303715884105727"], "true"),  # 2^127 - 1
        ("is_prime", [561], "false"),  # a Carmichael number
        ("next_prime", [10**9], "1000000007"),
        ("previous_prime", [100], "97"),
        ("totient", [36], "12"),
        ("digits", [1729], "19"),
        ("gcd", [1071, 462], "21"),
        ("lcm", [4, 6, 10], "60"),
        ("extended_gcd", [240, 46], "2"),
        ("inverse", [3, 11], "4"),
        ("power", [3, 200, 13], "9"),
        ("remainders", [2, 3, 3, 5, 2, 7], "23"),  # Sunzi Suanjing
    ],
)
def test_known_answers(client: httpx.Client, task: str, numbers: list[object], result: str) -> None:
    assert client.post(PATH, json={"task": task, "numbers": numbers}).json()["result"] == result


@pytest.mark.parametrize(
    ("task", "numbers"),
    [
        ("factorize", [0]),
        ("factorize", [10**18, 3]),
        ("factorize", ["1" + "0" * 100]),
        ("inverse", [2, 4]),
        ("power", [2, -1, 5]),
        ("remainders", [1, 2, 0, 2]),
        ("remainders", [1, 2, 3]),
        ("extended_gcd", [1]),
    ],
)
def test_numbers_that_do_not_suit(client: httpx.Client, task: str, numbers: list[object]) -> None:
    answer = client.post(PATH, json={"task": task, "numbers": numbers})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NUMBERS_NOT_SUITABLE")


def test_a_middle_factor_of_a_long_number(client: httpx.Client) -> None:
    """A prime of 10 digits times one of 61: longer than what is factored at once."""
    small, large = 10**9 + 7, 10**60 + 7
    answer = client.post(PATH, json={"task": "factorize", "numbers": [str(small * large)]}).json()
    assert [one["prime"] for one in answer["factors"]] == [str(small), str(large)]
