"""The Qdrant servers of Compose and Kubernetes are new enough for the adapter, and wired to its settings."""

import re
from importlib.metadata import requires

import pytest
import yaml
from tools.repository import ROOT

from flowforge_vector.engines.qdrant.store import MINIMUM_SERVER
from flowforge_vector.settings import VectorSettings

IMAGE = re.compile(r"qdrant/qdrant:v(\d+)\.(\d+)\.\d+(?:-unprivileged)?$")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
STATEFUL_SET, *_ = yaml.safe_load_all((ROOT / "deploy/kubernetes/base/platform/qdrant.yaml").read_text())
POD = STATEFUL_SET["spec"]["template"]["spec"]["containers"][0]


@pytest.mark.parametrize("image", [COMPOSE["qdrant"]["image"], POD["image"]], ids=["compose", "kubernetes"])
def test_the_server_has_what_queries_use(image: str) -> None:
    found = IMAGE.search(image)
    assert found is not None
    assert (int(found[1]), int(found[2])) >= MINIMUM_SERVER


def test_both_run_the_same_version() -> None:
    assert POD["image"].removesuffix("-unprivileged") == COMPOSE["qdrant"]["image"]


def test_the_client_is_as_new_as_the_server_has_to_be() -> None:
    (needed,) = (one for one in requires("flowforge-vector") or () if one.startswith("qdrant-client"))
    found = re.search(r">=(\d+)\.(\d+)", needed)
    assert found is not None
    assert (int(found[1]), int(found[2])) >= MINIMUM_SERVER


def test_the_documentation_names_the_version() -> None:
    version = ".".join(map(str, MINIMUM_SERVER))
    assert f"a Qdrant server ({version} or later)" in (ROOT / "services/vector/README.md").read_text()


def test_settings_name_the_address_and_the_key_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable that Compose gives the service is one of its settings; the port is Qdrant's own."""
    given = COMPOSE["vector"]["environment"]
    prefix = "FLOWFORGE_VECTOR_"
    names = {name.removeprefix(prefix).removesuffix("_FILE").lower() for name in given if prefix in name}
    assert names <= set(VectorSettings.model_fields)
    assert given["FLOWFORGE_VECTOR_QDRANT_URL"] == "http://qdrant:6333"
    assert {"name": "http", "containerPort": 6333} in POD["ports"]
    assert "qdrant" in COMPOSE["vector"]["depends_on"]
    monkeypatch.setenv("FLOWFORGE_VECTOR_QDRANT_URL", given["FLOWFORGE_VECTOR_QDRANT_URL"])
    assert VectorSettings().qdrant_url == "http://qdrant:6333"
