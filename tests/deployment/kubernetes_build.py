"""What `kubectl kustomize` makes of an overlay, and which connections its network policies allow."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tools.repository import ROOT

KUBERNETES = ROOT / "deploy/kubernetes"
OVERLAYS = (
    "base",
    "overlays/dev",
    "overlays/production",
    "overlays/production/blue",
    "overlays/production/green",
    "overlays/gpu",
)
Object = dict[str, Any]
Labels = dict[str, str]


@cache
def build(folder: str) -> list[Object]:
    """Return the objects of an overlay."""
    program = Path(sys.executable).with_name("kubectl")
    finished = subprocess.run(
        [program, "kustomize", KUBERNETES / folder], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    return list(yaml.safe_load_all(finished.stdout))


def of_kind(objects: list[Object], *kinds: str) -> list[Object]:
    return [one for one in objects if one["kind"] in kinds]


def pods(objects: list[Object]) -> dict[str, Object]:
    """Return the pod templates by the name of what makes them."""
    found = of_kind(objects, "Deployment", "StatefulSet")
    return {one["metadata"]["name"]: one["spec"]["template"] for one in found}


def selects(selector: Object, labels: Labels) -> bool:
    """Return whether a label selector matches a pod."""
    wanted = selector.get("matchLabels", {}).items() <= labels.items()
    return wanted and all(_matches(one, labels) for one in selector.get("matchExpressions", ()))


def _matches(expression: Object, labels: Labels) -> bool:
    assert expression["operator"] == "In"  # the only one in use
    return labels.get(expression["key"]) in expression["values"]


def admitted(policies: list[Object], source: Labels, target: Labels, port: str, namespace: str = "") -> bool:
    """Return whether the ingress rules of the policies allow a pod to reach a port of another."""
    chosen = [
        one["spec"]
        for one in policies
        if "Ingress" in one["spec"]["policyTypes"] and selects(one["spec"]["podSelector"], target)
    ]
    rules = [rule for spec in chosen for rule in spec.get("ingress", ())]
    return not chosen or any(_admits(rule, source, port, namespace) for rule in rules)


def _admits(rule: Object, source: Labels, port: str, namespace: str) -> bool:
    ports = [one["port"] for one in rule.get("ports", ())]
    if ports and port not in ports:
        return False
    return "from" not in rule or any(_is_from(peer, source, namespace) for peer in rule["from"])


def _is_from(peer: Object, source: Labels, namespace: str) -> bool:
    if "namespaceSelector" in peer:
        return selects(peer["namespaceSelector"], {"kubernetes.io/metadata.name": namespace})
    return not namespace and selects(peer["podSelector"], source)
