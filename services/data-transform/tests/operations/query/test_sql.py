from pathlib import Path
from typing import Any

import httpx
import pytest


def test_sql(queries: Any) -> None:
    assert queries.rows("SELECT sum(n) AS total FROM data") == [{"total": 6}]
    assert queries.rows("SELECT s FROM data WHERE n > ?", parameters=[2]) == [{"s": "y"}]
    assert queries.rows("SELECT s FROM data WHERE s = $who", parameters={"who": "x"}) == [{"s": "x"}]
    assert queries.rows("SELECT n, n * 1.5 AS m FROM t ORDER BY n DESC LIMIT 1", table="t") == [
        {"n": 5, "m": 7.5}
    ]


def test_sql_joins_files(client: httpx.Client) -> None:
    answer = client.post(
        "/api/v1/data/query/sql",
        files=[("file", ("a.csv", b"id,name\n1,Ada\n2,Grace\n")), ("more_files", ("b.csv", b"id;n\n1;10\n"))],
        data={"more_names": "sales", "query": "SELECT name, n FROM data JOIN sales USING (id)", "to": "csv"},
    )
    assert answer.text == "name,n\nAda,10\n"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "COPY data TO '/tmp/out.csv'",
        "CREATE TABLE x AS SELECT 1",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET memory_limit='10GB'",
        "SELECT 1; SELECT 2",
        "PRAGMA database_list",
        "SELECT getenv('PATH')",
        "SELECT * FROM nothing",
        "SELECT",
    ],
)
def test_sql_reaches_nothing_else(queries: Any, query: str) -> None:
    status, code = queries.failure("sql", data=[{"n": 1}], query=query)
    assert (status, code) in {(422, "QUERY_INVALID"), (422, "QUERY_FAILED")}


def test_sql_that_eats_memory_is_ended(queries: Any, tmp_path: Path) -> None:
    before = set(tmp_path.parent.iterdir())
    query = "SELECT a.range, b.range FROM range(100000) a, range(100000) b ORDER BY a.range * b.range"
    assert queries.failure("sql", data=[{"n": 1}], query=query)[0] == 422
    assert queries.failure("sql", data=[{"n": 1}], query="SELECT repeat('x', 2000000000)")[0] == 422
    assert set(tmp_path.parent.iterdir()) == before
    assert queries.rows("SELECT 1 AS one") == [{"one": 1}]
