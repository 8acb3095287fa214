"""Hostile tables, documents, queries and archives through the gateway: each has its code."""

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psutil
import pytest
from system_stand.platform import Platform, wait_for
from system_stand.traffic import Traffic

pytestmark = pytest.mark.system

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{ENTITIES}]><a>&l9;</a>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 12))
ENDLESS = "{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}"
READS_A_FILE = "SELECT * FROM read_text('/etc/passwd')"
EATS_MEMORY = "SELECT repeat('x', 2000000000)"
NEVER_ENDS = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b"
STOPPED = {"RESOURCE_LIMIT", "TIMED_OUT", "WORKER_CRASHED", "QUERY_FAILED", "BUSY"}

Post = Callable[..., httpx.Response]


@pytest.fixture
def post(client: httpx.Client) -> Post:
    def post(path: str, **fields: Any) -> httpx.Response:
        return client.post(f"/api/v1/data/{path}", json=fields, timeout=90)

    return post


def _code(answer: httpx.Response) -> str:
    assert 400 <= answer.status_code < 600, answer.text[:200]
    assert answer.status_code != 500, answer.text
    return str(answer.json()["error"]["code"])


@pytest.fixture(autouse=True)
def lives_on(post: Post) -> Iterator[None]:
    """Whatever a test does: the service answers the next call."""
    yield
    answer = post("convert", text="a;b\n1;2\n", to="json")
    assert answer.json() == [{"a": 1, "b": 2}]


@pytest.mark.parametrize(
    ("path", "fields", "codes"),
    [
        ("convert", {"text": LAUGHS, "to": "json"}, {"CONTENT_UNREADABLE"}),
        ("convert", {"text": EXTERNAL, "to": "json"}, {"CONTENT_UNREADABLE"}),
        ("query/xpath", {"text": EXTERNAL, "query": "/a"}, {"CONTENT_UNREADABLE"}),
        ("convert", {"text": ALIASES, "from": "yaml", "to": "json"}, {"CONTENT_UNREADABLE"}),
        ("convert", {"text": "[" * 100_000, "from": "json", "to": "yaml"}, {"NESTED_TOO_DEEP"}),
        ("text/template", {"template": ENDLESS, "data": {}}, {"TEMPLATE_INVALID", "RESOURCE_LIMIT"}),
        ("query/sql", {"data": [{"a": 1}], "query": READS_A_FILE}, {"QUERY_FAILED", "QUERY_INVALID"}),
        ("query/sql", {"data": [{"a": 1}], "query": EATS_MEMORY}, STOPPED),
        ("query/sql", {"data": [{"a": 1}], "query": NEVER_ENDS}, STOPPED),
        ("query/jq", {"data": 1, "query": "[recurse(.+1)]"}, STOPPED),
    ],
    ids=[
        "laughs", "external", "xpath", "aliases", "depth", "template", "file", "memory", "endless", "jq",
    ],
)  # fmt: skip
def test_hostile_content_has_its_code(post: Post, path: str, fields: dict[str, Any], codes: set[str]) -> None:
    assert _code(post(path, **fields)) in codes


def test_a_zip_bomb(client: httpx.Client) -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros", "w", force_zip64=True) as member,
    ):
        for _ in range(600):
            member.write(bytes(1 << 20))
    answer = client.post("/api/v1/data/archives/extract", files={"file": held.getvalue()}, timeout=90)
    assert _code(answer) == "ARCHIVE_TOO_LARGE"


def test_a_tag_of_yaml_calls_nothing(post: Post) -> None:
    answer = post("convert", text="!!python/object/apply:os.system [id]", to="json", **{"from": "yaml"})
    assert answer.json() == ["id"]


def test_a_line_over_16_mib_is_refused_with_its_row(client: httpx.Client) -> None:
    content = b"a,b\n1,2\n" + b"x" * (1 << 24) + b"y,2\n"
    answer = client.post("/api/v1/data/convert", files={"file": ("t.csv", content)}, data={"to": "json"})
    assert _code(answer) == "LINE_TOO_LONG"
    assert "3" in answer.json()["error"]["message"]


def test_ten_thousand_columns_and_a_slow_pattern(post: Post) -> None:
    names = ",".join(f"c{n}" for n in range(10_000))
    wide = post("convert", text=f"{names}\n{','.join('1' * 10_000)}\n", to="json")
    assert len(wide.json()[0]) == 10_000
    pattern = post("text/replace", text="a" * 50_000 + "!", find="(a+)+$", regex=True)
    assert pattern.json()["replaced"] == 0


def test_formulas_are_escaped(post: Post) -> None:
    rows = [{"a": '=HYPERLINK("http://example.org")', "b": "@SUM(1)", "c": -1}]
    assert (
        post("convert", data=rows, to="csv").text
        == 'a,b,c\n"\'=HYPERLINK(""http://example.org"")",\'@SUM(1),-1\n'
    )


def test_forty_at_once_leave_another_consumer_alone(
    platform: Platform, post: Post, name: Callable[[], str]
) -> None:
    text = "id;n\n" + "".join(f"{n};{n * 7 % 1000}\n" for n in range(50_000))
    key = platform.key(name(), "--tier", "enterprise")
    with ThreadPoolExecutor(40) as pool, Traffic(platform.address, key, threads=1) as traffic:
        waiting = [
            pool.submit(post, "tables/sort", text=text, by=[{"column": "n"}], to="csv") for _ in range(40)
        ]
        answers = [one.result() for one in waiting]
    assert set(traffic.statuses) == {200}
    # The others are over the limit of the consumer, or the queue is full.
    assert {one.status_code for one in answers} <= {200, 429, 503}
    assert sum(one.status_code == 200 for one in answers) >= 4


def test_killed_workers_are_replaced(platform: Platform, post: Post) -> None:
    service = psutil.Process(platform.status()["parts"]["data"]["pid"])
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, "query/sql", data=[{"a": 1}], query=NEVER_ENDS)

        def killed() -> bool:
            for worker in service.children(recursive=True):
                worker.send_signal(signal.SIGKILL)
            return waiting.done()

        wait_for(killed, seconds=60)
        assert waiting.result().json()["error"]["code"] in STOPPED
