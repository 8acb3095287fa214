"""csv-spectrum (github.com/maxogden/csv-spectrum), from npm: each cell as text."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.deep

# Its JSON file has another phone number than its CSV file.
FAULTS_OF_THE_SUITE = ["location_coordinates"]


def test_every_table_is_read_as_the_suite_says(npm: Any, read: Any) -> None:
    folder = npm("csv-spectrum", "2.0.0")
    tables = sorted((folder / "csvs").glob("*.csv"))
    wrong = []
    for table in tables:
        rows, _ = read(table.read_bytes(), "csv")
        expected = json.loads((folder / "json" / f"{table.stem}.json").read_text("utf-8", "replace"))
        if [{name: cell or "" for name, cell in row.items()} for row in rows] != expected:
            wrong.append(table.stem)
    assert (len(tables), wrong) == (12, FAULTS_OF_THE_SUITE)
