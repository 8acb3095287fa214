import json
import subprocess
from collections.abc import Callable

import pytest
from openapi_spec_validator import validate

from flowforge_cli.assembly.services import installed_services

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("profile", "version"), [pytest.param("full", "3.1.1", marks=pytest.mark.deep), ("generators", "3.0.3")]
)
def test_one_valid_document_of_every_installed_service(
    flowforge: Command, profile: str, version: str
) -> None:
    done = flowforge("openapi", "--profile", profile, "--server", "https://api.example.com")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    validate(document)
    assert document["openapi"] == version
    assert document["servers"] == [{"url": "https://api.example.com"}]
    names = [service.name for service in installed_services()]
    assert [tag["name"] for tag in document["tags"]] == names
    assert {path.split("/")[3] for path in document["paths"]} == set(names)
    operations = [method["operationId"] for path in document["paths"].values() for method in path.values()]
    assert len(operations) == len(set(operations))
