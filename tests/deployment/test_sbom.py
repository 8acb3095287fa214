"""The bills of materials fit CycloneDX's schema and list what is locked, with hash and licence."""

import json
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tools.repository import Service, services
from tools.requirements import installed, locked
from tools.sbom import bill, licences, main


@pytest.mark.parametrize("service", services(), ids=lambda service: service.package)
def test_a_bill_is_valid_and_whole(service: Service) -> None:
    found = bill(service)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found))
    assert problem is None, problem
    components = {one["name"]: one for one in found["components"]}
    assert locked(service.folder.name).keys() <= components.keys()
    for name, one in components.items():
        if one["purl"].startswith("pkg:pypi/"):
            assert one["hashes"], name
            assert installed(name) is None or one.get("licenses"), name


def test_the_list_of_licences_names_every_package_once(tmp_path: Path) -> None:
    assert main(tmp_path) == 0
    bills = [json.loads(path.read_text()) for path in tmp_path.glob("*.cdx.json")]
    assert len(bills) == len(services())
    rows = (tmp_path / "licences.md").read_text().splitlines()[4:]
    assert len(rows) == len({tuple(row.split(" | ")[:2]) for row in rows}) >= 60
    assert "| MIT" in licences(bills)
