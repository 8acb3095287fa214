"""The translation, checked by Envoy itself."""

import stat
from pathlib import Path
from typing import Any

import pytest

from flowforge_gateway import default_kong_file, make_certificate
from flowforge_gateway.declaration.document import load, validate
from flowforge_gateway.envoy.configuration import Configuration, standalone, translate, write
from flowforge_gateway.envoy.places import Places, Tls
from flowforge_gateway.supervise.envoy_process import EnvoyFailed, accepts


@pytest.fixture
def places(tmp_path: Path) -> Places:
    addresses = {"crypto": ("127.0.0.1", 3001), "pdf": ("127.0.0.1", 3003)}
    return Places("127.0.0.1", 8000, tmp_path / "state", tmp_path / "a.sock", addresses)


def _routes(configuration: Configuration) -> list[dict[str, Any]]:
    hosts = {host["name"]: host for host in configuration.routes["virtual_hosts"]}
    found: list[dict[str, Any]] = hosts["gateway"]["routes"]
    return found


def _cluster(configuration: Configuration, name: str) -> dict[str, Any]:
    return next(it for it in configuration.clusters if it["name"] == f"service.{name}")


async def test_envoy_takes_the_translation_of_kong_yml(places: Places) -> None:
    configuration = translate(load(default_kong_file()), places)
    places.state.mkdir()
    await accepts(standalone(configuration, places.state))


async def test_envoy_takes_tls(places: Places, tmp_path: Path) -> None:
    tls = Tls(*make_certificate(tmp_path / "tls"), "1.2")
    secure = Places(places.host, places.port, places.state, places.socket, places.addresses, tls)
    places.state.mkdir()
    await accepts(standalone(translate(load(default_kong_file()), secure), places.state))


async def test_what_envoy_does_not_take_is_said(places: Places, kong: dict[str, Any]) -> None:
    kong["services"][0]["routes"][0]["paths"] = ["~/api/(?=x)"]
    places.state.mkdir()
    path = standalone(translate(validate(kong), places), places.state)
    with pytest.raises(EnvoyFailed, match="does not take the new configuration"):
        await accepts(path)


def test_a_service_that_is_nowhere_has_no_endpoints(places: Places) -> None:
    configuration = translate(load(default_kong_file()), places)
    assert _cluster(configuration, "math")["load_assignment"]["endpoints"] == [{"lb_endpoints": []}]
    (endpoint,) = _cluster(configuration, "crypto")["load_assignment"]["endpoints"][0]["lb_endpoints"]
    assert endpoint["endpoint"]["address"]["socket_address"] == {"address": "127.0.0.1", "port_value": 3001}


def test_targets_keep_weights_and_algorithms(places: Places, kong: dict[str, Any]) -> None:
    kong["upstreams"][0]["targets"] = [
        {"target": "10.0.0.1:1", "weight": 10},
        {"target": "10.0.0.2:2", "weight": 0},
        {"target": "crypto:3001", "weight": 30},
    ]
    configuration = translate(validate(kong), places)
    (locality,) = _cluster(configuration, "crypto")["load_assignment"]["endpoints"]
    assert [it["load_balancing_weight"] for it in locality["lb_endpoints"]] == [10, 30]
    assert _cluster(configuration, "crypto")["lb_policy"] == "ROUND_ROBIN"
    assert "least_request" in str(_cluster(configuration, "llm")["load_balancing_policy"])


def test_only_what_is_idempotent_is_repeated(places: Places, kong: dict[str, Any]) -> None:
    kong["services"][1]["retries"] = 0
    actions = {it["name"]: it.get("route", {}) for it in _routes(translate(validate(kong), places))}
    condition = actions["crypto"]["retry_policy"]["retriable_request_headers"]
    assert condition[0]["string_match"]["safe_regex"]["regex"] == "GET|HEAD|PUT|DELETE|OPTIONS"
    assert "retry_policy" not in actions["math"]


def test_a_route_is_open_or_says_its_name(places: Places) -> None:
    """Neither would be refused by the decision service, and both would be wrong."""
    for route in _routes(translate(load(default_kong_file()), places)):
        filters = route["typed_per_filter_config"]
        disabled = filters.get("envoy.filters.http.ext_authz", {}).get("disabled", False)
        named = filters.get("envoy.filters.http.header_mutation")
        assert disabled == (named is None)
        if named:
            (told,) = named["mutations"]["request_mutations"]
            assert told["append"]["header"] == {"key": "x-flowforge-route", "value": route["name"]}
            assert "x-flowforge-route" in route["request_headers_to_remove"]


def test_files_are_private_and_replaced_only_when_they_change(places: Places) -> None:
    configuration = translate(load(default_kong_file()), places)
    write(configuration, places.state)
    before = {path: path.stat().st_ino for path in places.state.iterdir()}
    assert {path.name for path in before} == {"clusters.json", "routes.json", "listeners.json"}
    write(configuration, places.state)
    assert {path: path.stat().st_ino for path in places.state.iterdir()} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in before} == {0o600}
