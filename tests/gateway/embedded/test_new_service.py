"""One entry in services.yml is enough to route, start, deploy and document a service."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from gateway_stand.checks import assert_refused
from gateway_stand.processes import free_ports
from gateway_stand.stand import SECRET, Embedded
from tools.catalog.blocks import with_block
from tools.catalog.kong import kong_block
from tools.generate_docs import platform_files

from flowforge_cli.assembly.planning import build_plan
from flowforge_cli.home.folder import open_home
from flowforge_gateway import (
    ConsumerStore,
    InvalidDeclaration,
    ServiceEntry,
    default_kong_file,
    default_services_file,
    load_entries,
    render,
)

ENTRY = """
- name: weather
  port: 3900
  max_upload_megabytes: 2
  master_key: true
  routes:
  - name: maps
    paths: [/maps/*, /legend.json]
    methods: [GET]
    access: public
  - name: radar
    paths: [/api/v1/weather/*/radar]
    timeout_seconds: 900
"""


@pytest.fixture
def services_file(tmp_path: Path) -> Path:
    path = tmp_path / "services.yml"
    path.write_text(default_services_file().read_text() + ENTRY)
    return path


@pytest.fixture
def entries(services_file: Path) -> tuple[ServiceEntry, ...]:
    return load_entries(services_file)


@pytest.fixture
def gateway(
    embedded: Embedded, entries: tuple[ServiceEntry, ...], tmp_path: Path
) -> Iterator[tuple[str, ConsumerStore, Any]]:
    """A gateway on the declaration with the new service, and what issues keys for it."""
    kong_file, rendered, consumers = (tmp_path / name for name in ("kong.yml", "rendered.json", "c.json"))
    kong_file.write_text(with_block(default_kong_file().read_text(), kong_block(entries)))
    store = ConsumerStore(consumers, kong_file=kong_file)
    keys = {
        service: store.add(service, tier="enterprise", services=(service,)).key
        for service in ("weather", "math")
    }
    render(consumers, rendered, gateway_secret=SECRET, kong_file=kong_file)
    (port,) = free_ports(1)
    weather = f"weather=127.0.0.1:{embedded.map['crypto']}"
    local = ("--socket", str(embedded.folder / "new.sock"), "--map", weather)
    authz = embedded.gateway_part("authz", *local, config=rendered)
    state = str(embedded.folder / "new-service")
    envoy = embedded.gateway_part("envoy", *local, "--port", str(port), "--state", state, config=rendered)
    try:
        authz.start()
        envoy.start()
        yield f"http://127.0.0.1:{port}", store, keys
    finally:
        envoy.stop()
        authz.stop()


def test_the_gateway_routes_it(gateway: tuple[str, ConsumerStore, dict[str, str]]) -> None:
    url, _, keys = gateway
    with httpx.Client(base_url=url) as nobody:
        assert nobody.get("/api/v1/weather/health").status_code == 200
        assert nobody.get("/maps/europe/west.png").status_code == 200
        assert nobody.get("/maps").status_code == 200
        assert nobody.get("/legend.json").json()["path"] == "/legend.json"
        for path in ("/legend-json", "/legend.json/more", "/mapsx"):
            assert_refused(nobody.get(path), 404, "NOT_FOUND")
        assert_refused(nobody.post("/maps/x"), 404, "NOT_FOUND")
        assert_refused(nobody.get("/api/v1/weather/oslo/radar"), 401, "UNAUTHENTICATED")
    with httpx.Client(base_url=url, headers={"X-API-Key": keys["weather"]}) as client:
        assert client.get("/api/v1/weather/oslo").status_code == 200
        assert client.get("/api/v1/weather/oslo/radar").status_code == 200
        assert client.post("/api/v1/weather/x", content=b"x" * (2 << 20)).status_code == 200
        assert_refused(client.post("/api/v1/weather/x", content=b"x" * (4 << 20)), 413, "PAYLOAD_TOO_LARGE")
    with httpx.Client(base_url=url, headers={"X-API-Key": keys["math"]}) as client:
        assert_refused(client.get("/api/v1/weather/oslo/radar"), 403, "FORBIDDEN")
        assert_refused(client.get("/api/v1/weather/oslo"), 403, "FORBIDDEN")


def test_the_command_starts_it(services_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "flowforge_weather"
    package.mkdir()
    for name in ("__init__.py", "app.py"):
        (package / name).touch()
    monkeypatch.syspath_prepend(tmp_path)
    home = open_home({"FLOWFORGE_HOME": str(tmp_path / "state")})
    environment = {"FLOWFORGE_PORT": "0", "FLOWFORGE_WEATHER_PORT": "0"}
    plan = build_plan(home, ("weather",), environment, services_file=services_file)
    part = next(part for part in plan.parts if part.name == "weather")
    assert "flowforge_weather.app:app" in part.argv
    assert part.environment["FLOWFORGE_WEATHER_MASTER_KEY"]
    envoy = next(part for part in plan.parts if part.name == "envoy")
    assert f"weather=127.0.0.1:{part.port}" in envoy.argv


def test_it_is_deployed_and_documented(entries: tuple[ServiceEntry, ...]) -> None:
    files = {path.name: text for path, text in platform_files(entries, {"weather"})}
    container = yaml.safe_load(files["docker-compose.yml"])["services"]["weather"]
    assert container["build"]["args"] == {"SERVICE": "weather", "PORT": 3900}
    assert container["environment"]["FLOWFORGE_WEATHER_MASTER_KEY_FILE"] == "/run/secrets/weather-master-key"
    assert "weather-master-key" in yaml.safe_load(files["docker-compose.yml"])["secrets"]
    objects = [one for name in ("services.yaml", "workloads.yaml") for one in yaml.safe_load_all(files[name])]
    kinds = {one["kind"]: one for one in objects}
    assert kinds["Service"]["spec"]["ports"][0]["port"] == 3900
    (pod,) = kinds["Deployment"]["spec"]["template"]["spec"]["containers"]
    named = {it["name"] for it in pod["env"]}
    assert {"FLOWFORGE_WEATHER_MASTER_KEY_FILE", "FLOWFORGE_GATEWAY_SECRET_FILE"} <= named
    assert {"HorizontalPodAutoscaler", "PodDisruptionBudget"} <= kinds.keys()
    assert "| `weather` | 3900 | 2 MB | 60 s | round-robin |" in files["services.md"]
    assert "| `/maps/*` | GET | none | weather | 60 s |" in files["services.md"]
    assert "| `/api/v1/weather/*/radar` | all | key | weather | 900 s |" in files["services.md"]
    kong = yaml.safe_load(files["kong.yml"])
    assert {"weather"} <= {upstream["name"] for upstream in kong["upstreams"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("port: 3900", "port: 3001"), "port 3001 is used twice"),
        (("name: weather", "name: math"), "name math is used twice"),
        (("port: 3900", "prot: 3900"), r"services\.11\.prot: Extra inputs are not permitted"),
        (("[/maps/*, /legend.json]", "[/, /maps]"), "path / is used twice"),
        (("[/maps/*, /legend.json]", "[maps]"), r"services\.11\.routes\.0\.paths\.0: String should match"),
        (("name: weather", "name: Weather"), r"services\.11\.name: String should match pattern"),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "services.yml"
    path.write_text(default_services_file().read_text() + ENTRY.replace(*change))
    with pytest.raises(InvalidDeclaration, match=message):
        load_entries(path)
