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
