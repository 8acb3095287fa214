"""Prometheus itself reads the rules and scrapes a running service."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from debian import unpack
from tools.repository import ROOT

from servicekit.testing import free_port, serve_process

DEPLOYED = ROOT / "deploy/prometheus"
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Programs:
    prometheus: Path
    promtool: Path


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    """Return the installed programs, or those of Debian's package, unpacked without installing it."""
    installed = [shutil.which(name) for name in ("prometheus", "promtool")]
    if all(installed):
        return Programs(*(Path(one or "") for one in installed))
    unpacked = unpack(tmp_path_factory.mktemp("package"), "prometheus")
    return Programs(unpacked.program("prometheus"), unpacked.program("promtool"))


def checked(programs: Programs, *arguments: str | Path) -> str:
    done = subprocess.run([programs.promtool, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_promtool_accepts_configuration_and_rules(programs: Programs) -> None:
    told = checked(programs, "check", "config", DEPLOYED / "prometheus.yml")
    rules = yaml.safe_load((DEPLOYED / "rules/flowforge.yml").read_text())["groups"][0]["rules"]
    assert f"{len(rules)} rules found" in told


@pytest.fixture(scope="module")
def scraping(programs: Programs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of Prometheus, which scrapes the math service with the deployed rules."""
    folder: Path = tmp_path_factory.mktemp("prometheus")
    with serve_process("flowforge_math.app:app", folder) as served:
        httpx.post(f"{served.url}/api/v1/math/evaluate", json={"expression": "1 + 1"}).raise_for_status()
        address = served.url.removeprefix("http://")
        configuration = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text())
        configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        configuration["rule_files"] = [str(DEPLOYED / "rules/*.yml")]
        configuration["scrape_configs"] = [
            {"job_name": "flowforge", "static_configs": [{"targets": [address]}]}
        ]
        (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
        port = free_port()
        command = [
            programs.prometheus,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ]
        with (folder / "prometheus.log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
                yield client
        finally:
            process.kill()
            process.wait()


def awaited(client: httpx.Client, query: str) -> list[dict[str, Any]]:
    """Ask until a query has results."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            found = client.get("/query", params={"query": query}).json()["data"]["result"]
        except (httpx.HTTPError, KeyError, ValueError):
            found = []
        if found:
            return list(found)
        time.sleep(0.2)
    raise AssertionError(f"no result of {query} within {PATIENCE_SECONDS} seconds")


def test_a_running_service_is_scraped(scraping: httpx.Client) -> None:
    assert awaited(scraping, "up == 1")[0]["metric"]["job"] == "flowforge"
    series = awaited(scraping, 'flowforge_requests_total{operation="math.evaluate"} > 0')
    assert series[0]["metric"]["service"] == "math"


def test_every_rule_is_evaluated_without_an_error(scraping: httpx.Client) -> None:
    awaited(scraping, "up == 1")
    rules: list[dict[str, Any]] = []
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not (rules and all(one["health"] != "unknown" for one in rules)):
        groups = scraping.get("/rules").json()["data"]["groups"]
        rules = [one for group in groups for one in group["rules"]]
        time.sleep(0.2)
    assert {one["health"] for one in rules} == {"ok"}, rules
    assert not [one["name"] for one in rules if one.get("state") == "firing"]
