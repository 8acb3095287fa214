from typing import Any

import pytest

from flowforge_specification import merge


def document(service: str, **schemas: Any) -> dict[str, Any]:
    target = {"$ref": "#/components/schemas/Result"}
    return {
        "openapi": "3.1.1",
        "info": {"title": service, "version": "1", "description": service},
        "tags": [{"name": service}],
        "paths": {f"/api/v1/{service}/do": {"post": {"operationId": f"{service}.do", "x": target}}},
        "components": {"schemas": schemas},
        "security": [{"ApiKey": []}],
    }


def merged(**documents: dict[str, Any]) -> dict[str, Any]:
    return merge(documents, title="FlowForge", version="1", address="http://127.0.0.1:8000")


def test_what_services_share_stands_once() -> None:
    error = {"type": "object"}
    result = merged(
        crypto=document("crypto", Result=error, Error=error), math=document("math", Result=error, Error=error)
    )
    assert result["components"]["schemas"] == {"Error": error, "Result": error}
    assert list(result["paths"]) == ["/api/v1/crypto/do", "/api/v1/math/do"]
    assert result["security"] == [{"ApiKey": []}]
    assert result["servers"] == [{"url": "http://127.0.0.1:8000"}]


def test_what_services_mean_differently_is_told_apart() -> None:
    result = merged(
        crypto=document("crypto", Result={"type": "string"}), math=document("math", Result={"type": "number"})
    )
    assert result["components"]["schemas"] == {
        "CryptoResult": {"type": "string"},
        "MathResult": {"type": "number"},
    }
    paths = result["paths"]
    assert paths["/api/v1/crypto/do"]["post"]["x"] == {"$ref": "#/components/schemas/CryptoResult"}
    assert paths["/api/v1/math/do"]["post"]["x"] == {"$ref": "#/components/schemas/MathResult"}


def test_what_depends_on_a_clash_is_told_apart_too() -> None:
    page = {"properties": {"items": {"$ref": "#/components/schemas/Result"}}}
    result = merged(
        crypto=document("crypto", Page=page, Result={"type": "string"}),
        math=document("math", Page=page, Result={"type": "number"}),
    )
    assert result["components"]["schemas"]["MathPage"] == {
        "properties": {"items": {"$ref": "#/components/schemas/MathResult"}}
    }
    assert "Page" not in result["components"]["schemas"]


def test_a_discriminator_follows() -> None:
    choice = {"discriminator": {"mapping": {"a": "#/components/schemas/Result"}}}
    result = merged(
        crypto=document("crypto", Choice=choice, Result={"type": "string"}),
        math=document("math", Result={"type": "number"}),
    )
    mapping = result["components"]["schemas"]["Choice"]["discriminator"]["mapping"]
    assert mapping == {"a": "#/components/schemas/CryptoResult"}


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="nothing to merge"):
        merged()
