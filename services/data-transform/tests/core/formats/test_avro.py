from pathlib import Path

import fastavro
import pytest

from flowforge_data.core.formats.avro import read
from flowforge_data.core.formats.port import Notes, ReadOptions, TypedTable
from flowforge_tables import UnreadableContent

SCHEMA = {"type": "record", "name": "r", "fields": [{"name": "n", "type": "long"}]}


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy", "zstandard", "bzip2", "xz"])
def test_every_codec_of_the_specification(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "rows.avro"
    with path.open("wb") as file:
        fastavro.writer(file, SCHEMA, [{"n": 1}, {"n": 2}], codec=codec)
    table = read(path, ReadOptions(), Notes())
    assert isinstance(table, TypedTable)
    assert [row for frame in table.frames() for row in frame.to_dicts()] == [{"n": 1}, {"n": 2}]


def test_an_unknown_codec_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.avro"
    with path.open("wb") as file:
        fastavro.writer(file, SCHEMA, [{"n": 1}], codec="deflate")
    path.write_bytes(path.read_bytes().replace(b"deflate", b"inflate"))
    with pytest.raises(UnreadableContent, match="codec inflate is not supported"):
        read(path, ReadOptions(), Notes())
