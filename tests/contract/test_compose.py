"""The Compose files are valid, and every path, secret, network and volume in them exists."""

import json
import re
import stat
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from tools.compose_env import main as write_compose_environment
from tools.repository import ROOT

from flowforge_gateway.services import load_entries

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DEVELOPMENT: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.dev.yml").read_text())
SCHEMA: dict[str, Any] = json.loads(
    files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text()
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BUILT = sorted(name for name, one in SERVICES.items() if "build" in one)
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::[-?+](?P<default>[^{}]*))?\}")
SHORT_VOLUME = re.compile(r"((?P<source>[^:]+):)?(?P<target>/[^:]*)(:(ro|rw))?")
PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):(\d+):(\d+)")
WRITABLE_ROOT = {
    "postgres",  # writes to /var/run and /tmp
    "qdrant",
    "redis",
    "cache",
    "storage",
    "grafana",  # its plugins
    "vllm",
    "vllm-embeddings",
}


def resolved(text: str, given: dict[str, str] | None = None) -> str:
    """Put the values or defaults of variables in their place, the inner ones first."""
    while (match := VARIABLE.search(text)) is not None:
        value = (given or {}).get(match["name"]) or match["default"] or ""
        text = text[: match.start()] + value + text[match.end() :]
    return text


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("document", [COMPOSE, DEVELOPMENT], ids=["compose", "development"])
def test_it_fits_the_schema_of_compose_files(document: dict[str, Any]) -> None:
    anchors = {key: value for key, value in document.items() if not key.startswith("x-")}
    jsonschema.validate(anchors, SCHEMA)


def test_the_schema_refuses_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"services": {"crypto": {"imagee": "x"}}}, SCHEMA)


@pytest.mark.parametrize("name", SERVICES)
def test_networks_volumes_secrets_and_services_that_are_named_exist(name: str) -> None:
    one = SERVICES[name]
    assert set(one["networks"]) <= set(COMPOSE["networks"])
    assert set(one.get("depends_on", {})) <= set(SERVICES)
    secrets = [it if isinstance(it, str) else it["source"] for it in one.get("secrets", ())]
    assert set(secrets) <= set(COMPOSE["secrets"])
    for volume in one.get("volumes", ()):
        source, _, target = resolved(volume).partition(":")
        if source.startswith("./") and not source.startswith("./.flowforge"):
            assert (ROOT / source).exists(), volume
        elif target:
            assert source in COMPOSE["volumes"] or source.startswith("./.flowforge"), volume


@pytest.mark.parametrize("name", SERVICES)
def test_a_setting_that_names_a_secret_has_that_secret(name: str) -> None:
    one = SERVICES[name]
    mounted = {it if isinstance(it, str) else it["source"] for it in one.get("secrets", ())}
    used = {Path(path).name for text in texts(one) for path in re.findall(r"/run/secrets/[\w.-]+", text)}
    assert used <= mounted
    assert mounted - used <= {"qdrant.yaml"}  # mounted elsewhere


def test_every_service_waits_for_what_can_become_healthy() -> None:
    for one in SERVICES.values():
        for needed in one.get("depends_on", {}):
            assert "healthcheck" in SERVICES[needed], needed


def test_no_secret_stands_in_the_file_or_in_an_image() -> None:
    for one in SERVICES.values():
        for variable, value in one.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|KEY|TOKEN", variable):
                public = variable == "FLOWFORGE_FILES_S3_ACCESS_KEY_ID"
                assert public or re.fullmatch(r"/run/secrets/[\w.-]+|\$\{\w+:-\}", str(value)), variable
    instructions = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"(?i)(secret|password|api_?key|master_?key)", instructions)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    assert {line for line in ignored if line.startswith("!")} == {"!requirements", "!libs", "!services"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_as_few_rights_as_it_can(name: str) -> None:
    one = SERVICES[name]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in one
    assert (one.get("read_only") is True) == (name not in WRITABLE_ROOT)
    if name in BUILT:
        assert one["cap_drop"] == ["ALL"]
        assert one["tmpfs"] == ["/tmp"]  # noqa: S108 - in a container
        assert {"files:/data", "/spool"} <= set(one["volumes"])


def test_images_of_others_have_a_version() -> None:
    for one in SERVICES.values():
        tag = resolved(one["image"]).rpartition(":")[2]
        assert re.search(r"\d", tag) or "build" in one or "FLOWFORGE_VERSION" in one["image"]


@pytest.mark.parametrize("name", BUILT)
def test_development_runs_the_same_module_at_the_same_port(name: str) -> None:
    one = DEVELOPMENT["services"][name]
    port = SERVICES[name]["build"]["args"]["PORT"]
    assert one["command"][:2] == ["uvicorn", f"flowforge_{name}.app:app"]
    assert str(port) in one["command"]
    assert one["ports"] == [f"127.0.0.1:{port}:{port}"]
    for path in one["environment"]["PYTHONPATH"].split(":"):
        assert any((ROOT / path.removeprefix("/src/")).iterdir()), path
    assert all((ROOT / volume.split(":")[0]).is_dir() for volume in one["volumes"])


def test_development_opens_ports_of_containers_that_exist() -> None:
    assert set(DEVELOPMENT["services"]) <= set(SERVICES)
    every = [port for one in DEVELOPMENT["services"].values() for port in one.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in every)
    hosts = [port.split(":")[1] for port in every]
    assert len(hosts) == len(set(hosts))


def test_compose_env_writes_all_that_the_file_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLOWFORGE_HOME", str(tmp_path / "home"))
    write_compose_environment(tmp_path / ".env")
    assert re.search(r"API key: ff_\w+", capsys.readouterr().out)
    lines = (tmp_path / ".env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    assert set(given) <= set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    for name, secret in COMPOSE["secrets"].items():
        path = Path(resolved(secret["file"], given))
        assert path.read_text().strip(), name
        assert stat.S_IMODE(path.stat().st_mode) == 0o444  # for the container's user
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700  # for nobody else on this machine
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    (gateway,) = (text for text in SERVICES["kong"]["volumes"] if "gateway.json" in text)
    rendered = json.loads(Path(resolved(gateway, given).split(":")[0]).read_text())
    password = (tmp_path / "home/compose/redis-password").read_text().strip()
    limits = [
        plugin["config"]["redis"]
        for consumer in rendered["consumers"]
        for plugin in consumer.get("plugins", ())
        if plugin["name"] == "rate-limiting"
    ]
    assert limits
    assert all((one["host"], one["password"]) == ("redis", password) for one in limits)


def test_compose_env_changes_nothing_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_HOME", str(tmp_path / "home"))
    (tmp_path / ".env").write_text("FLOWFORGE_PORT=9000")
    write_compose_environment(tmp_path / ".env")
    before = {path: path.read_bytes() for path in (tmp_path / "home/compose").iterdir()}
    environment = (tmp_path / ".env").read_text()
    assert environment.startswith("FLOWFORGE_PORT=9000\n")
    assert environment.count("FLOWFORGE_PORT=") == 1
    write_compose_environment(tmp_path / ".env")
    assert {path: path.read_bytes() for path in (tmp_path / "home/compose").iterdir()} == before
    assert (tmp_path / ".env").read_text() == environment


def test_secrets_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_HOME", str(tmp_path / "home"))
    write_compose_environment(tmp_path / ".env")
    folder = tmp_path / "home/compose"
    names = [
        one.name for one in folder.iterdir() if not one.name.endswith((".conf", ".yaml", ".json", "-url"))
    ]
    contents = [(folder / name).read_text().strip() for name in names]
    assert len(set(contents)) == len(names) >= 8
    assert all(len(text) >= 44 for text in contents)  # 256 bits, in base64 at the shortest


def test_every_port_of_prometheus_is_a_service() -> None:
    (found,) = (
        job
        for job in yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())["scrape_configs"]
        if job["job_name"] == "flowforge"
    )
    ports = {one["names"][0]: one["port"] for one in found["dns_sd_configs"]}
    assert ports == {one.name: one.port for one in load_entries() if one.name in BUILT}


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    finished = subprocess.run([program, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout) == (0, "")


def test_the_image_runs_as_the_user_that_kubernetes_names() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "--uid 10001" in text


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document with the values of `make compose-env`, as `docker compose config` shows it."""
    folder = tmp_path_factory.mktemp("compose")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLOWFORGE_HOME", str(folder / "home"))
        write_compose_environment(folder / ".env")
    lines = (folder / ".env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    found: dict[str, Any] = interpolated({k: v for k, v in COMPOSE.items() if not k.startswith("x-")}, given)
    return found


def interpolated(node: Any, given: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: interpolated(value, given) for key, value in node.items()}
    if isinstance(node, list):
        return [interpolated(value, given) for value in node]
    return resolved(node, given).replace("$$", "$") if isinstance(node, str) else node


def test_it_fits_the_schema_still(config: dict[str, Any]) -> None:
    jsonschema.validate(config, SCHEMA)


def test_ports_are_numbers_on_addresses(config: dict[str, Any]) -> None:
    published = [port for one in config["services"].values() for port in one.get("ports", ())]
    assert published
    assert [port for port in published if not PORT.fullmatch(port)] == []


def test_what_is_mounted_is_there(config: dict[str, Any]) -> None:
    """Named volumes are declared; files and folders of this machine exist before the first start."""
    for name, one in config["services"].items():
        for volume in one.get("volumes", ()):
            found = SHORT_VOLUME.fullmatch(volume)
            assert found, (name, volume)
            source = found["source"] or ""  # empty: a volume without a name
            if source.startswith(("/", ".")):
                assert (ROOT / source).exists(), (name, source)
            elif source:
                assert source in config["volumes"], (name, source)
    for secret in config["secrets"].values():
        assert Path(secret["file"]).is_file()


def test_no_setting_is_empty_without_a_reason(config: dict[str, Any]) -> None:
    """A variable without a value or default would silently become an empty setting."""
    optional = {"FLOWFORGE_FILES_S3_ENDPOINT", "FLOWFORGE_FILES_S3_ACCESS_KEY_ID", "HF_TOKEN"}
    for name, one in config["services"].items():
        environment = one.get("environment", {})
        empty = {key for key, value in environment.items() if value == ""}
        assert empty <= optional, name
