"""What stands in the deployment files twice says the same: addresses, settings, flags of vLLM."""

import re
from pathlib import Path
from typing import Any

import yaml
from tools.repository import ROOT, services

from flowforge_gateway import load_services
from flowforge_llm.core.models.catalog import load_catalog

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DEVELOPMENT: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.dev.yml").read_text())
KUBERNETES = list(yaml.safe_load_all((ROOT / "deploy/kubernetes/overlays/gpu/vllm.yaml").read_text()))
EXAMPLE = ROOT / "deploy/llm/models.example.toml"
ON_KUBERNETES = ROOT / "deploy/kubernetes/overlays/gpu/models.toml"


def flags(words: list[str]) -> dict[str, str]:
    """Return flags with their values; of `${NAME:-default}` the default."""
    told = (word.partition("=") for word in words if word.startswith("--"))
    return {flag: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value) for flag, _, value in told}


def deployment() -> dict[str, Any]:
    (found,) = (one for one in KUBERNETES if one["kind"] == "Deployment")
    container: dict[str, Any] = found["spec"]["template"]["spec"]["containers"][0]
    return container


def test_every_service_has_a_container_at_the_port_that_the_gateway_knows() -> None:
    ports = {service.name: service.port for service in load_services()}
    ours = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
    assert set(ours) == {one.name for one in services()}
    folders = {one.name: one.folder.name for one in services()}
    for name, container in ours.items():
        arguments = container["build"]["args"]
        assert (arguments["SERVICE"], arguments["PORT"]) == (name, ports[name])
        assert name not in folders or arguments.get("FOLDER", name) == folders[name]


def test_every_setting_that_is_set_is_one() -> None:
    known = set(re.findall(r"FLOWFORGE_\w+", (ROOT / "docs/settings.md").read_text()))
    for container in (*COMPOSE["services"].values(), *DEVELOPMENT["services"].values()):
        given = {name for name in container.get("environment", {}) if name.startswith("FLOWFORGE_")}
        assert {name if name in known else name.removesuffix("_FILE") for name in given} <= known


def test_what_a_service_keeps_lies_on_the_volume_that_all_of_them_share() -> None:
    for name in (one.name for one in services()):
        container = COMPOSE["services"][name]
        folder = container["environment"]["FLOWFORGE_FILES_URL"].removeprefix(
            "${FLOWFORGE_FILES_URL:-file://"
        )
        assert "files:/data" in container["volumes"], name
        assert folder.startswith("/data/"), name


def test_vllm_has_the_same_flags_in_compose_in_kubernetes_and_in_the_guide() -> None:
    composed = flags(COMPOSE["services"]["vllm"]["command"])
    assert composed == flags(deployment()["args"])
    guide = (ROOT / "docs/scaling-llm.md").read_text()
    missing = [flag for flag in composed if flag not in guide and "access-log" not in flag]
    assert missing == []


def test_kong_has_the_limits_that_its_suite_was_run_with() -> None:
    environment = COMPOSE["services"]["kong"]["environment"]
    assert "http2" in environment["KONG_PROXY_LISTEN"].split()
    assert environment["KONG_NGINX_HTTP_LARGE_CLIENT_HEADER_BUFFERS"] == "4 64k"
    assert environment["KONG_ROUTER_FLAVOR"] == "traditional_compatible"


def test_uploads_and_answers_are_streamed() -> None:
    services = yaml.safe_load((ROOT / "gateway/kong.yml").read_text())["services"]
    for route in (route for service in services for route in service["routes"]):
        if any(plugin["name"] in {"acl", "request-size-limiting"} for plugin in route["plugins"]):
            assert (route["request_buffering"], route["response_buffering"]) == (False, False), route["name"]


def test_no_port_of_an_engine_is_published() -> None:
    published = {name: one["ports"] for name, one in COMPOSE["services"].items() if "ports" in one}
    assert set(published) == {"kong", "grafana"}
    assert all(
        port.startswith(("127.0.0.1:", "${FLOWFORGE_HOST:-127.0.0.1}:")) for (port,) in published.values()
    )
    assert COMPOSE["services"]["vllm"]["networks"] == ["engines"]


def test_the_example_of_models_is_one_and_names_the_containers() -> None:
    catalog = load_catalog(EXAMPLE, {"VLLM_API_KEY": "k", "ELSEWHERE_API_KEY": "k"})
    large = catalog.models["large"]
    assert large.url == "http://vllm:8000/v1"
    assert catalog.models["embeddings"].url == "http://vllm-embeddings:8000/v1"
    composed = flags(COMPOSE["services"]["vllm"]["command"])
    assert composed["--served-model-name"] == large.engine_model
    assert composed["--max-model-len"] == str(large.context_length)
    assert large.concurrency + large.queue <= int(composed["--max-num-queued-reqs"])


def test_the_models_on_kubernetes_name_its_engine() -> None:
    catalog = load_catalog(ON_KUBERNETES, {"VLLM_API_KEY": "k"})
    large = catalog.models["large"]
    given = flags(deployment()["args"])
    addresses = {
        one["metadata"]["name"]: one["spec"]["ports"] for one in KUBERNETES if one["kind"] == "Service"
    }
    assert large.url == f"http://llm-engine-large:{addresses['llm-engine-large'][0]['port']}/v1"
    assert given["--served-model-name"] == large.engine_model
    assert given["--max-model-len"] == str(large.context_length)


def test_a_server_has_time_to_finish_before_it_is_killed() -> None:
    seconds = int(flags(COMPOSE["services"]["vllm"]["command"])["--shutdown-timeout"])
    (spec,) = (one["spec"]["template"]["spec"] for one in KUBERNETES if one["kind"] == "Deployment")
    pause = int(deployment()["lifecycle"]["preStop"]["exec"]["command"][1])
    assert spec["terminationGracePeriodSeconds"] >= pause + seconds + 30
    assert int(COMPOSE["services"]["vllm"]["stop_grace_period"].removesuffix("s")) >= seconds + 30


def test_the_image_is_made_of_files_that_are_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for service in services():
        for path in " ".join(copied).replace("${FOLDER}", service.folder.name).split():
            assert Path(ROOT, path).exists(), path
