import io
import zipfile
from typing import Any


def test_by_a_column(tables: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(tables.call("split", by="city", to="csv").content)) as archive:
        assert archive.namelist() == ["London.csv", "Arlington.csv", "empty.csv"]
        assert archive.read("Arlington.csv").decode() == "id,name,city,amount,note\n2,grace,Arlington,80,\n"


def test_into_parts(tables: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(tables.call("split", rows=3).content)) as archive:
        assert archive.namelist() == ["part-001.json", "part-002.json"]


def test_mistakes(tables: Any) -> None:
    assert tables.code("split", by="nope") == (422, "COLUMN_NOT_FOUND")
    assert tables.code("split", data=[{"n": n} for n in range(1_500)], rows=1) == (422, "TOO_MANY_PARTS")
