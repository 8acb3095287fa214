"""The translation, checked by Envoy itself."""

import stat
from pathlib import Path
from typing import Any

import pytest

from flowforge_gateway import default_kong_file, make_certificate
from flowforge_gateway.declaration.document import load, validate
from flowforge_gateway.envoy.configuration import Configuration, standalone, translate, write
from flowforge_gateway.envoy.local_settings import LocalSettings, Tls
from flowforge_gateway.supervise.envoy_process import EnvoyFailed, accepts


@pytest.fixture
def local(tmp_path: Path) -> LocalSettings:
    addresses = {"crypto": ("127.0.0.1", 3001), "pdf": ("127.0.0.1", 3003)}
    return LocalSettings("127.0.0.1", 8000, tmp_path / "state", tmp_path / "a.sock", addresses)


def _routes(configuration: Configuration) -> list[dict[str, Any]]:
    hosts = {host["name"]: host for host in configuration.routes["virtual_hosts"]}
    found: list[dict[str, Any]] = hosts["gateway"]["routes"]
    return found


def _cluster(configuration: Configuration, name: str) -> dict[str, Any]:
    return next(it for it in configuration.clusters if it["name"] == f"service.{name}")


async def test_envoy_takes_the_translation_of_kong_yml(local: LocalSettings) -> None:
    configuration = translate(load(default_kong_file()), local)
    local.state.mkdir()
    await accepts(standalone(configuration, local.state))


async def test_envoy_takes_tls(local: LocalSettings, tmp_path: Path) -> None:
    tls = Tls(*make_certificate(tmp_path / "tls"), "1.2")
    secure = LocalSettings(local.host, local.port, local.state, local.socket, local.addresses, tls)
    local.state.mkdir()
    await accepts(standalone(translate(load(default_kong_file()), secure), local.state))


async def test_what_envoy_does_not_take_is_said(local: LocalSettings, kong: dict[str, Any]) -> None:
    kong["services"][0]["routes"][0]["paths"] = ["~/api/(?=x)"]
    local.state.mkdir()
    path = standalone(translate(validate(kong), local), local.state)
    with pytest.raises(EnvoyFailed, match="rejected the new configuration"):
        await accepts(path)


def test_a_service_that_is_nowhere_has_no_endpoints(local: LocalSettings) -> None:
    configuration = translate(load(default_kong_file()), local)
    assert _cluster(configuration, "math")["load_assignment"]["endpoints"] == [{"lb_endpoints": []}]
    (endpoint,) = _cluster(configuration, "crypto")["load_assignment"]["endpoints"][0]["lb_endpoints"]
    assert endpoint["endpoint"]["address"]["socket_address"] == {"address": "127.0.0.1", "port_value": 3001}


def test_targets_keep_weights_and_algorithms(local: LocalSettings, kong: dict[str, Any]) -> None:
    kong["upstreams"][0]["targets"] = [
        {"target": "10.0.0.1:1", "weight": 10},
        {"target": "10.0.0.2:2", "weight": 0},
        {"target": "crypto:3001", "weight": 30},
    ]
    configuration = translate(validate(kong), local)
    (locality,) = _cluster(configuration, "crypto")["load_assignment"]["endpoints"]
    assert [it["load_balancing_weight"] for it in locality["lb_endpoints"]] == [10, 30]
    assert _cluster(configuration, "crypto")["lb_policy"] == "ROUND_ROBIN"
    assert "least_request" in str(_cluster(configuration, "llm")["load_balancing_policy"])


def test_only_what_is_idempotent_is_repeated(local: LocalSettings, kong: dict[str, Any]) -> None:
    kong["services"][1]["retries"] = 0
    actions = {it["name"]: it.get("route", {}) for it in _routes(translate(validate(kong), local))}
    condition = actions["crypto"]["retry_policy"]["retriable_request_headers"]
    assert condition[0]["string_match"]["safe_regex"]["regex"] == "GET|HEAD|PUT|DELETE|OPTIONS"
    assert "retry_policy" not in actions["math"]


def test_a_route_is_open_or_says_its_name(local: LocalSettings) -> None:
    """Neither would be refused by the decision service, and both would be wrong."""
    for route in _routes(translate(load(default_kong_file()), local)):
        filters = route["typed_per_filter_config"]
        disabled = filters.get("envoy.filters.http.ext_authz", {}).get("disabled", False)
        named = filters.get("envoy.filters.http.header_mutation")
        assert disabled == (named is None)
        if named:
            (told,) = named["mutations"]["request_mutations"]
            assert told["append"]["header"] == {"key": "x-flowforge-route", "value": route["name"]}
            assert "x-flowforge-route" in route["request_headers_to_remove"]


def test_files_are_private_and_replaced_only_when_they_change(local: LocalSettings) -> None:
    configuration = translate(load(default_kong_file()), local)
    write(configuration, local.state)
    before = {path: path.stat().st_ino for path in local.state.iterdir()}
    assert {path.name for path in before} == {"clusters.json", "routes.json", "listeners.json"}
    write(configuration, local.state)
    assert {path: path.stat().st_ino for path in local.state.iterdir()} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in before} == {0o600}
