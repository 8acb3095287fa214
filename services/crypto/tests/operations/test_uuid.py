import uuid
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.uuid import UuidRequest, make_uuids


@pytest.mark.parametrize(("version", "number"), [("v4", 4), ("v7", 7)])
def test_versions(version: Any, number: Any) -> None:
    result = make_uuids(UuidRequest(version=version, count=1000))
    assert len(set(result.uuids)) == 1000
    assert {uuid.UUID(text).version for text in result.uuids} == {number}
    assert result.uuid == result.uuids[0]


def test_v5_and_v3_of_a_name() -> None:
    """RFC 9562, appendix A.4 and A.2: www.example.com in the DNS namespace."""
    v5 = make_uuids(UuidRequest(version="v5", namespace="dns", name="www.example.com"))
    assert v5.uuids == ["2ed6657d-e927-568b-95e1-2665a8aea6a2"]
    v3 = make_uuids(UuidRequest(version="v3", namespace="dns", name="www.example.com"))
    assert v3.uuids == ["5df41881-3aed-3515-88a7-2f4a814cf09e"]


def test_a_namespace_of_ones_own() -> None:
    request = UuidRequest(version="v5", namespace=str(uuid.NAMESPACE_DNS), name="www.example.com")
    assert make_uuids(request).uuid == "2ed6657d-e927-568b-95e1-2665a8aea6a2"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"version": "v5", "name": "x"}, "version v5 needs 'namespace' and 'name'"),
        ({"version": "v4", "name": "x"}, "version v4 takes no 'namespace'"),
        ({"version": "v3", "name": "x", "namespace": "url", "count": 2}, "leave 'count' at 1"),
        ({"count": 1001}, "less than or equal to 1000"),
        ({"count": 0}, "greater than or equal to 1"),
        ({"version": "v6"}, "'v4', 'v7', 'v5' or 'v3'"),
    ],
)
def test_what_does_not_fit_is_refused(values: Any, message: Any) -> None:
    with pytest.raises(ValidationError, match=message):
        UuidRequest(**values)
