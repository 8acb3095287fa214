"""The Kubernetes objects are valid, and every name, port, secret and setting in them exists."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from cloudcoil.models.keda.v1alpha1 import ScaledObject, TriggerAuthentication
from kubernetes_build import OVERLAYS, Object, admitted, build, of_kind, pods
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from tools.catalog.containers import USER
from tools.compose_env import compose_secrets
from tools.repository import ROOT, services

from flowforge_cli.home.folder import Home
from flowforge_gateway.services import load_entries
from flowforge_jobstore.tables import metadata

VERSION = "1.34.0"
OWN_KINDS: dict[str, type[BaseModel]] = {  # of KEDA
    "ScaledObject": ScaledObject,
    "TriggerAuthentication": TriggerAuthentication,
}
PRESENT = {service.name for service in services()}
ENTRIES = {entry.name: entry for entry in load_entries() if entry.name in PRESENT}
COLORS = ("blue", "green")
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@each_overlay
def test_objects_fit_the_schemas(overlay: str) -> None:
    for one in build(overlay):
        if (model := OWN_KINDS.get(one["kind"])) is not None:
            assert one["apiVersion"] == "keda.sh/v1alpha1"
            assert lost(one, model.model_validate(one).model_dump(by_alias=True, exclude_none=True)) == []
        else:
            kubernetes_validate.validate(one, VERSION, strict=True)


def lost(document: Any, again: Any, path: str = "") -> list[str]:
    """Return what a model has not read: fields that it does not know."""
    if isinstance(document, dict):
        known = again if isinstance(again, dict) else {}
        return [
            one for key, value in document.items() for one in lost(value, known.get(key), f"{path}.{key}")
        ]
    if isinstance(document, list):
        return [
            one
            for index, value in enumerate(document)
            for one in lost(value, again[index], f"{path}[{index}]")
        ]
    return [] if document == again else [path]


def test_the_schemas_refuse_what_is_wrong() -> None:
    (deployment,) = (
        one for one in build("base") if one["metadata"]["name"] == "math" and "strategy" in one["spec"]
    )
    wrong = {**deployment, "spec": {**deployment["spec"], "replica": 1}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


@each_overlay
def test_no_object_is_there_twice(overlay: str) -> None:
    keys = [(one["kind"], one["metadata"]["name"]) for one in build(overlay)]
    assert len(keys) == len(set(keys))


def containers(objects: list[Object]) -> dict[str, Object]:
    return {name: template["spec"]["containers"][0] for name, template in pods(objects).items()}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_service_is_reached_at_the_address_that_the_gateway_knows(name: str) -> None:
    objects = build("base")
    (service,) = (one for one in of_kind(objects, "Service") if one["metadata"]["name"] == name)
    (port,) = service["spec"]["ports"]
    template = pods(objects)[name]
    assert service["spec"]["selector"].items() <= template["metadata"]["labels"].items()
    assert port["port"] == ENTRIES[name].port
    (opened,) = template["spec"]["containers"][0]["ports"]
    assert (opened["name"], opened["containerPort"]) == (port["targetPort"], ENTRIES[name].port)
    annotations = template["metadata"]["annotations"]
    assert annotations["prometheus.io/port"] == str(ENTRIES[name].port)


@pytest.mark.parametrize("name", ENTRIES)
def test_probes_ask_what_the_service_answers(name: str) -> None:
    container = containers(build("base"))[name]
    for kind, path in {"livenessProbe": "/live", "readinessProbe": "/ready", "startupProbe": "/live"}.items():
        assert container[kind]["httpGet"] == {"path": path, "port": "http"}
    # A pod may take longer to start than to be found dead.
    startup = container["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 60


def test_every_setting_is_one() -> None:
    known = set(re.findall(r"FLOWFORGE_\w+", (ROOT / "docs/settings.md").read_text()))
    for overlay in OVERLAYS:
        for container in containers(build(overlay)).values():
            names = {one["name"] for one in container.get("env", ()) if one["name"].startswith("FLOWFORGE_")}
            assert {name if name in known else name.removesuffix("_FILE") for name in names} <= known


@each_overlay
def test_every_secret_is_one_that_compose_env_writes(overlay: str, tmp_path: Path) -> None:
    written = compose_secrets(Home(tmp_path))
    for name, template in pods(build(overlay)).items():
        volumes = [one["secret"] for one in template["spec"]["volumes"] if "secret" in one]
        shared = [one for one in volumes if one["secretName"] == "flowforge"]
        items = {item["key"] for one in shared for item in one["items"]}
        assert items <= set(written), name
        mounted = str(template["spec"]["containers"][0])
        used = set(re.findall(r"/run/secrets/([\w.-]+)", mounted))
        assert used <= items | {"kubernetes.io"}, name
        assert not any("secretKeyRef" in str(one) for one in shared)


@each_overlay
def test_volumes_and_configuration_that_are_used_exist(overlay: str) -> None:
    objects = build(overlay) + build("overlays/production")
    names = {
        kind: {one["metadata"]["name"] for one in of_kind(objects, kind)}
        for kind in ("PersistentVolumeClaim", "ConfigMap")
    }
    for template in pods(build(overlay)).values():
        spec = template["spec"]
        volumes = {one["name"]: one for one in spec["volumes"]}
        for container in spec["containers"]:
            for mount in container.get("volumeMounts", ()):
                assert mount["name"] in volumes or mount["name"] == "data"
            for variable in container.get("env", ()):
                used = variable.get("valueFrom", {}).get("configMapKeyRef")
                assert used is None or used["name"] in names["ConfigMap"]
        for volume in volumes.values():
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            assert claim is None or claim in names["PersistentVolumeClaim"]


@each_overlay
def test_autoscalers_and_budgets_point_at_what_runs(overlay: str) -> None:
    objects = build(overlay)
    running = pods(objects)
    for one in of_kind(objects, "HorizontalPodAutoscaler"):
        assert one["spec"]["scaleTargetRef"]["name"] in running
        assert one["spec"]["minReplicas"] <= one["spec"]["maxReplicas"]
    for one in of_kind(objects, "PodDisruptionBudget"):
        labels = one["spec"]["selector"]["matchLabels"].items()
        chosen = [name for name, pod in running.items() if labels <= pod["metadata"]["labels"].items()]
        assert len(chosen) == 1, one["metadata"]["name"]


@each_overlay
def test_pods_have_as_few_rights_as_they_can(overlay: str) -> None:
    for name, template in pods(build(overlay)).items():
        spec = template["spec"]
        container = spec["containers"][0]
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]
        assert spec["securityContext"].get("runAsNonRoot") is (None if name.startswith("vllm") else True)
        if template["metadata"]["labels"].get("app.kubernetes.io/component") in {"service", "process"}:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert spec["securityContext"]["runAsUser"] == USER
            writable = {
                mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")
            }
            assert writable == {"/data", "/spool", "/tmp"}  # noqa: S108 - in a container


def test_connections_are_those_that_are_meant() -> None:
    objects = build("base")
    policies = of_kind(objects, "NetworkPolicy")
    found = {name: template["metadata"]["labels"] for name, template in pods(objects).items()}
    stranger = {"app": "stranger"}
    for name in ENTRIES:
        assert admitted(policies, found["kong"], found[name], "http")
        assert not admitted(policies, stranger, found[name], "http")
        assert not admitted(policies, stranger, found[name], "http", namespace="elsewhere")
        assert admitted(policies, stranger, found[name], "http", namespace="monitoring")
        assert admitted(policies, found[name], found["redis"], "redis")
    for store in ("redis", "cache", "postgres", "qdrant"):
        assert not admitted(policies, stranger, found[store], "redis")
        assert not admitted(policies, stranger, found[store], "redis", namespace="monitoring")
        for other in ("redis", "cache", "postgres", "qdrant"):
            assert not admitted(policies, found[other], found[store], "redis")
        if store != "qdrant":
            assert admitted(policies, found[f"{store}-exporter"], found[store], store)
    assert admitted(policies, stranger, found["kong"], "proxy", namespace="ingress")
    assert not admitted(policies, stranger, found["kong"], "status")


def test_no_service_reaches_the_metadata_of_the_cloud() -> None:
    (policy,) = (
        one for one in of_kind(build("base"), "NetworkPolicy") if "Egress" in one["spec"]["policyTypes"]
    )
    blocks = [
        peer["ipBlock"]
        for rule in policy["spec"]["egress"]
        for peer in rule.get("to", ())
        if "ipBlock" in peer
    ]
    assert [block["cidr"] for block in blocks] == ["0.0.0.0/0"]
    assert "169.254.0.0/16" in blocks[0]["except"]


@pytest.mark.parametrize("color", COLORS)
def test_a_color_is_found_by_its_label_alone(color: str) -> None:
    stable, colored = build("overlays/production"), build(f"overlays/production/{color}")
    running = pods(colored)
    assert all(name.endswith(f"-{color}") for name in running)
    ours = {one["metadata"]["name"]: one["spec"]["selector"] for one in of_kind(stable, "Service")}
    for name in ENTRIES:
        selector = {
            **ours[name],
            "flowforge/color": color,
        }  # as the command in docs/operations/upgrades.md sets it
        chosen = [
            one for one, pod in running.items() if selector.items() <= pod["metadata"]["labels"].items()
        ]
        assert chosen == [f"{name}-{color}"]
        assert ours[name]["flowforge/color"] == "blue"
    assert not {(one["kind"], one["metadata"]["name"]) for one in stable} & {
        (one["kind"], one["metadata"]["name"]) for one in colored
    }


def test_two_colors_have_nothing_in_common() -> None:
    blue, green = (
        {(it["kind"], it["metadata"]["name"]) for it in build(f"overlays/production/{one}")} for one in COLORS
    )
    assert not blue & green
    selectors = [
        one["spec"]["selector"]["matchLabels"]
        for color in COLORS
        for one in of_kind(build(f"overlays/production/{color}"), "Deployment")
    ]
    assert all("flowforge/color" in one for one in selectors)


def test_production_has_two_of_everything_without_state() -> None:
    objects = build("overlays/production") + build("overlays/production/blue")
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]
        for one in of_kind(objects, "HorizontalPodAutoscaler")
    }
    assert all(one["minReplicas"] >= 2 for one in scaled.values())
    for one in of_kind(objects, "ScaledObject"):
        assert one["spec"]["minReplicaCount"] >= 2
        scaled[one["spec"]["scaleTargetRef"]["name"]] = one["spec"]
    for one in of_kind(objects, "Deployment"):
        name = one["metadata"]["name"].removesuffix("-blue")
        single = (name in ENTRIES and ENTRIES[name].single) or name.endswith("-exporter")
        assert one["metadata"]["name"] in scaled or single or one["spec"]["replicas"] >= 2, name


def test_the_language_model_service_gets_its_engine() -> None:
    template = pods(build("overlays/gpu"))["llm-blue"]
    names = {one["name"]: one for one in template["spec"]["containers"][0]["env"]}
    assert names["FLOWFORGE_LLM_MODELS_FILE"]["value"] == "/etc/flowforge/models.toml"
    assert names["VLLM_API_KEY"]["valueFrom"]["secretKeyRef"] == {"name": "vllm", "key": "api-key"}
    (configured,) = (one for one in template["spec"]["volumes"] if one["name"] == "models")
    maps = {one["metadata"]["name"]: one for one in of_kind(build("overlays/gpu"), "ConfigMap")}
    assert "models.toml" in maps[configured["configMap"]["name"]]["data"]


def all_images(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["image"]] if isinstance(value.get("image"), str) else []
        return own + [image for one in value.values() for image in all_images(one)]
    return [image for one in value for image in all_images(one)] if isinstance(value, list) else []


def test_stores_run_the_same_images_as_in_compose() -> None:
    composed = (ROOT / "docker-compose.yml").read_text()
    for image in all_images(build("base")):
        if not image.startswith("flowforge/"):
            assert image.removesuffix("-unprivileged") in composed, image


@pytest.mark.parametrize("color", COLORS)
def test_workers_are_scaled_by_a_query_that_the_tables_answer(color: str, tmp_path: Path) -> None:
    objects = build(f"overlays/production/{color}")
    (scaled,) = of_kind(objects, "ScaledObject")
    (authentication,) = of_kind(objects, "TriggerAuthentication")
    assert scaled["spec"]["scaleTargetRef"]["name"] in pods(objects)
    (trigger,) = scaled["spec"]["triggers"]
    assert trigger["authenticationRef"]["name"] == authentication["metadata"]["name"]
    (reference,) = authentication["spec"]["secretTargetRef"]
    assert reference["key"] in compose_secrets(Home(tmp_path))
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        assert connection.execute(text(trigger["metadata"]["query"])).scalar() == 0
