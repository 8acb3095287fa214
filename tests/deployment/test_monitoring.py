"""Every query of the alerts and dashboards names metrics and labels that the services expose."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import promql_parser
import pytest
import yaml
from exporter_metrics import COUNTERS, EXPORTED
from grafana_foundation_sdk.models.dashboard import Dashboard as GrafanaDashboard
from prometheus_client.metrics_core import Metric
from tools.dashboards.every import DASHBOARDS
from tools.dashboards.panels import written
from tools.repository import ROOT, errors, services

from flowforge_cli.home.limits import limits_of
from flowforge_gateway import Consumer
from flowforge_gateway.supervise.metrics import RequestMetrics
from servicekit.observe.metrics import _Gauges

RULES = yaml.safe_load((ROOT / "deploy/prometheus/rules/flowforge.yml").read_text())["groups"][0]["rules"]
FOLDER = ROOT / "deploy/grafana/dashboards"
SCRAPED = {"job", "instance", "name"}  # what deploy/prometheus/prometheus.yml adds
# Prometheus' own, a rule's, and the decision service's, which test_scraping.py finds in a running platform.
GIVEN = {
    "up": SCRAPED,
    "flowforge_consumer_day_limit": {"consumer", "tier"},
    "flowforge_gateway_uncounted_requests_total": SCRAPED,
}
HISTOGRAM = {"_bucket": {"le"}, "_sum": set(), "_count": set()}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def dashboards() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in sorted(DASHBOARDS):
        yield name, json.loads((FOLDER / name).read_text())


def queries() -> list[tuple[str, str]]:
    """Return each query with the place where it stands; variables of dashboards have a value."""
    found = [(rule["alert"], rule["expr"]) for rule in RULES]
    for name, dashboard in dashboards():
        for panel in dashboard["panels"]:
            found += [(f"{name}: {panel['title']}", one["expr"]) for one in panel.get("targets", ())]
        for variable in dashboard["templating"]["list"]:
            asked = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["query"]["query"])
            assert asked is not None
            found.append((f"{name}: ${variable['name']}", f"sum by ({asked[2]}) ({asked[1]})"))
    return [
        (place, query.replace("$__rate_interval", "5m").replace("$service", ".*")) for place, query in found
    ]


each_query = pytest.mark.parametrize(("place", "query"), queries(), ids=[place for place, _ in queries()])


@pytest.fixture(scope="module")
def exposed() -> dict[str, set[str]]:
    """The names of all samples that services and gateway expose, with their labels."""
    found = GIVEN | {name: labels | SCRAPED for name, labels in EXPORTED.items()}
    collectors = [one for service in services() for one in _collectors(service.application)]
    for collector in collectors:
        labels = set(getattr(collector, "_labelnames", ()))
        if isinstance(collector, _Gauges):
            labels = {"service", collector._label}
        for metric in collector.collect() if hasattr(collector, "collect") else ():
            given = labels | {name for sample in metric.samples for name in sample.labels}
            found.update(_samples(metric, given - {"le"}))
    gateway = RequestMetrics()
    gateway.observe(
        service="math",
        route="math",
        code=200,
        from_service=True,
        consumer="a",
        received=1,
        sent=1,
        milliseconds=[1],
    )
    for metric in gateway.collect():
        found.update(_samples(metric, {name for sample in metric.samples for name in sample.labels} - {"le"}))
    return found


def _collectors(application: Any) -> list[Any]:
    registry = application.metrics.registry
    return list(registry._collector_to_names)


def _samples(metric: Metric, labels: set[str]) -> Iterator[tuple[str, set[str]]]:
    known = labels | SCRAPED
    if metric.type == "histogram":
        yield from ((metric.name + suffix, known | more) for suffix, more in HISTOGRAM.items())
    elif metric.type == "counter":
        yield metric.name + "_total", known
    else:
        yield metric.name, known


def selectors(node: Any) -> Iterator[tuple[Any, bool]]:
    """Yield each selector of a query, and whether it stands in rate or increase."""
    if isinstance(node, promql_parser.MatrixSelector):
        yield node.vector_selector, True
    elif isinstance(node, promql_parser.VectorSelector):
        yield node, False
    for name in ("lhs", "rhs", "expr", "param"):
        if (inner := getattr(node, name, None)) is not None:
            yield from selectors(inner)
    for inner in getattr(node, "args", None) or ():
        yield from selectors(inner)


def grouped(query: str) -> set[str]:
    """Return the labels that a query groups or joins by."""
    lists = re.findall(r"\b(?:by|on|group_left)\s*\(([^)]*)\)", query)
    return {label.strip() for names in lists for label in names.split(",") if label.strip()}


@each_query
def test_a_query_names_what_is_exposed(place: str, query: str, exposed: dict[str, set[str]]) -> None:
    found = list(selectors(promql_parser.parse(query)))
    assert found, place
    known: set[str] = set()
    for selector, _ in found:
        assert selector.name in exposed, f"{place}: {selector.name}"
        labels = exposed[selector.name]
        known |= labels
        assert {matcher.name for matcher in selector.matchers.matchers} <= labels, place
    assert grouped(query) <= known, place


@each_query
def test_counters_are_read_as_rates_and_gauges_are_not(place: str, query: str) -> None:
    for selector, is_rate in selectors(promql_parser.parse(query)):
        named = selector.name.endswith(("_total", "_bucket", "_sum", "_count"))
        is_counter = named or selector.name in COUNTERS
        assert is_counter == is_rate, f"{place}: {selector.name}"


@each_query
def test_the_codes_that_a_query_names_exist(place: str, query: str) -> None:
    known = {error.code for error in errors()}
    for asked in re.findall(r'code=~?"([A-Z_|]+)"', query):
        assert set(asked.split("|")) <= known, place


def test_the_check_finds_what_is_not_there(exposed: dict[str, set[str]]) -> None:
    with pytest.raises(AssertionError):
        test_a_query_names_what_is_exposed("here", "sum(flowforge_made_up)", exposed)
    with pytest.raises(AssertionError):
        test_a_query_names_what_is_exposed("here", 'flowforge_pool_busy{queue="x"}', exposed)
    with pytest.raises(AssertionError):
        test_a_query_names_what_is_exposed("here", "sum by (colour) (flowforge_pool_busy)", exposed)


def test_every_alert_says_what_it_means() -> None:
    guide = (ROOT / "docs/operations/alerts.md").read_text()
    for rule in RULES:
        assert rule["labels"]["severity"] in {"info", "warning", "critical"}
        assert {"summary", "description"} == set(rule["annotations"])
        assert f"## {rule['alert']}" in guide


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_is_one_of_grafanas(name: str) -> None:
    """Grafana's own models read it and write it again without losing a field."""
    document = json.loads((FOLDER / name).read_text())
    again = json.loads(
        json.dumps(GrafanaDashboard.from_json(document).to_json(), default=lambda one: one.to_json())
    )
    assert lost(document, again) == []


def lost(document: Any, again: Any, path: str = "") -> list[str]:
    if isinstance(document, dict):
        if not isinstance(again, dict):
            return [path]
        return [
            one for key, value in document.items() for one in lost(value, again.get(key), f"{path}.{key}")
        ]
    if isinstance(document, list):
        if not isinstance(again, list) or len(again) != len(document):
            return [path]
        return [
            one
            for index, value in enumerate(document)
            for one in lost(value, again[index], f"{path}[{index}]")
        ]
    return [] if document == again else [path]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_do_not_overlap(name: str) -> None:
    places = [panel["gridPos"] for panel in json.loads((FOLDER / name).read_text())["panels"]]
    taken = [
        (x, y)
        for it in places
        for x in range(it["x"], it["x"] + it["w"])
        for y in range(it["y"], it["y"] + it["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


def test_the_files_are_those_that_the_code_makes() -> None:
    assert {path.name: path.read_text() for path in FOLDER.iterdir()} == {
        name: written(one) for name, one in DASHBOARDS.items()
    }
    assert len({one.uid for one in DASHBOARDS.values()}) == len(DASHBOARDS)


def test_the_limits_of_consumers_are_a_rule_file() -> None:
    text = limits_of([Consumer("1", "acme", "basic", (), NOW, ()), Consumer("2", "demo", "pro", (), NOW, ())])
    (group,) = yaml.safe_load(text)["groups"]
    assert [(one["labels"]["consumer"], one["expr"]) for one in group["rules"]] == [
        ("acme", "vector(10000)"),
        ("demo", "vector(50000)"),
    ]
    assert {one["record"] for one in group["rules"]} == {"flowforge_consumer_day_limit"}
