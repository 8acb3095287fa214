import math

import httpx
import pytest

PATH = "/api/v1/math/numeric/fft"


def test_a_wave_shows_at_its_frequency(client: httpx.Client) -> None:
    values = [3 * math.sin(2 * math.pi * 5 * place / 64) for place in range(64)]
    answer = client.post(PATH, json={"values": values, "sample_rate": 64}).json()
    assert answer["peaks"][0] == {"frequency": 5.0, "amplitude": pytest.approx(3)}


def test_there_and_back(client: httpx.Client) -> None:
    forward = client.post(PATH, json={"values": [1, 2, 3, 4]}).json()
    body = {"values": forward["real"], "imaginary": forward["imaginary"], "direction": "inverse"}
    assert client.post(PATH, json=body).json()["real"] == pytest.approx([1, 2, 3, 4])


def test_parts_of_different_length(client: httpx.Client) -> None:
    assert client.post(PATH, json={"values": [1, 2], "imaginary": [1]}).status_code == 422


def test_a_column_of_a_file(client: httpx.Client) -> None:
    values = [3 * math.sin(2 * math.pi * 5 * place / 64) for place in range(64)]
    table = "second,volt\n" + "\n".join(f"{place / 64},{value!r}" for place, value in enumerate(values))
    fields = {"column": "volt", "sample_rate": "64"}
    answer = client.post(PATH, files={"file": ("signal.csv", table)}, data=fields).json()
    plain = client.post(PATH, json={"values": values, "sample_rate": 64}).json()
    assert answer["peaks"][0] == {"frequency": 5.0, "amplitude": pytest.approx(3)}
    assert answer["real"] == plain["real"]


def test_real_and_imaginary_columns_go_back(client: httpx.Client) -> None:
    forward = client.post(PATH, json={"values": [1, 2, 3, 4]}).json()
    body = {
        "data": {"re": forward["real"], "im": forward["imaginary"]},
        "column": "re",
        "imaginary_column": "im",
        "direction": "inverse",
    }
    assert client.post(PATH, json=body).json()["real"] == pytest.approx([1, 2, 3, 4])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"v": [1, None, 3]}}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"v": [1]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"v": ["a", "b"]}, "column": "v"}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"v": [1, 1e300]}}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"v": [1, 2]}, "values": [1, 2]}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
