import base64
import json
from pathlib import Path

import httpx
import polars as pl
import psutil
import pytest

PATH = "/api/v1/math/describe"
NIST = Path(__file__).parents[1] / "data" / "nist"


def test_values_in_json(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"values": [2, 4, 4, 4, 5, 5, 7, 9, None], "population": True, "bins": 7})
    assert answer.status_code == 200
    column = answer.json()["columns"][0]
    assert (column["count"], column["missing"], column["mode"], column["median"]) == (8, 1, 4.0, 4.5)
    assert (column["moments"]["mean"], column["moments"]["standard_deviation"]) == (5.0, 2.0)
    assert [part["count"] for part in column["histogram"]] == [1, 0, 3, 2, 0, 1, 1]


def test_a_file_of_nist_in_three_encodings(client: httpx.Client) -> None:
    content = (NIST / "michelso.csv").read_bytes()
    multipart = client.post(
        PATH, files={"file": ("m.csv", content, "text/csv")}, data={"percentiles": "[50]"}
    )
    raw = client.post(f"{PATH}?percentiles=[50]", content=content, headers={"content-type": "text/csv"})
    reference = {"base64": base64.b64encode(content).decode()}
    as_json = client.post(PATH, json={"file": reference, "percentiles": [50]})
    assert [answer.status_code for answer in (multipart, raw, as_json)] == [200] * 3
    assert multipart.json() == as_json.json() == raw.json()
    moments = multipart.json()["columns"][0]["moments"]
    assert moments["standard_deviation"] == pytest.approx(0.0790105478190518, rel=1e-13)


@pytest.mark.parametrize(
    ("content", "fields", "status", "code"),
    [
        (b"a\nx\n", {}, 422, "NO_NUMBERS"),
        (b"a\n1\n", {"columns": '["b"]'}, 422, "COLUMN_UNKNOWN"),
        (b"a,b\n1,2,3\n", {}, 422, "CONTENT_UNREADABLE"),
        (b"PK\x03\x04", {}, 415, "TABLE_FORMAT_UNSUPPORTED"),
        (",".join(map(str, range(300))).encode() + b"\n1\n", {}, 422, "TOO_MANY_COLUMNS"),
        (b"a\n1\n", {"percentiles": "[101]"}, 422, "VALIDATION_ERROR"),
    ],
)
def test_every_declared_error(
    client: httpx.Client, content: bytes, fields: dict[str, str], status: int, code: str
) -> None:
    answer = client.post(PATH, files={"file": content}, data=fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    "body",
    [{}, {"values": []}, {"values": [None]}, {"values": ["x"]}, {"values": [1], "file": {"base64": "YQ=="}}],
)
def test_requests_without_numbers_are_refused(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] in {"VALIDATION_ERROR", "NO_NUMBERS"}


def test_a_parquet_bomb_does_not_take_the_service_down(client: httpx.Client, tmp_path: Path) -> None:
    """Twenty million equal numbers are a file of some kilobytes."""
    frame = pl.select(pl.repeat(1.0, 20_000_000).alias("a"))
    frame.write_parquet(tmp_path / "bomb", compression="zstd")
    assert (tmp_path / "bomb").stat().st_size < 100_000
    answer = client.post(PATH, files={"file": (tmp_path / "bomb").read_bytes()})
    if answer.status_code == 200:
        assert answer.json()["columns"][0]["count"] == 20_000_000
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "RESOURCE_LIMIT")
    assert client.post(PATH, json={"values": [1, 2]}).status_code == 200


def test_a_long_file_stays_out_of_memory(client: httpx.Client, tmp_path: Path) -> None:
    """Forty megabytes of CSV: the worker that reads them grows by less than the file."""
    path = tmp_path / "long.csv"
    block = "".join(f"{number},{number * 0.5}\n" for number in range(100_000))
    with path.open("w") as file:
        file.write("id,half\n")
        for _ in range(26):
            file.write(block)
    before = _peaks()
    small = client.post(PATH, files={"file": b"id,half\n1,2\n"})
    assert small.status_code == 200
    with path.open("rb") as file:
        answer = client.post(PATH, files={"file": file})
    assert answer.json()["columns"][1]["count"] == 2_600_000
    grown = [peak - before.get(pid, 0) for pid, peak in _peaks().items()]
    assert max(grown) < 220 << 20, json.dumps(grown)


def _peaks() -> dict[int, int]:
    """Return the most memory of every child so far: other services' tests have theirs here too."""
    return {child.pid: _peak(child) for child in psutil.Process().children(recursive=True)}


def _peak(process: psutil.Process) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))
