"""Calls at once get what calls one after another get, byte for byte."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

FILES = Path(__file__).parents[1] / "files"
NAMES = ("french.png", "small_print.png", "turned_90.png")


def test_concurrent_results_equal_serial_ones(client: httpx.Client) -> None:
    def read(name: str) -> bytes:
        file = (name, (FILES / name).read_bytes())
        answer = client.post("/read", files={"file": file}, data={"detail": "words"})
        assert answer.status_code == 200
        return answer.content

    serial = [read(name) for name in NAMES]
    with ThreadPoolExecutor(4) as threads:
        concurrent = list(threads.map(read, NAMES * 2))
    assert concurrent == serial * 2
