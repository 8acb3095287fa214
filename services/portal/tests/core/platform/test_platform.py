import asyncio
import json

import httpx
from openapi_spec_validator import validate

from flowforge_portal.core.platform import Platform
from servicekit.testing import free_port, serve


def test_one_valid_document_of_all_services(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    validate(document)
    assert document["openapi"] == "3.1.1"
    assert {tag["name"] for tag in document["tags"]} == {"crypto", "math", "portal"}
    assert document["servers"] == [{"url": "/"}]


def test_one_valid_document_for_generators(client: httpx.Client) -> None:
    document = client.get("/openapi-3.0.json").json()
    validate(document)
    assert document["openapi"] == "3.0.3"
    assert "/api/v1/math/evaluate" in document["paths"]


async def test_a_service_that_starts_later_appears(addresses: dict[str, str]) -> None:
    late = {"crypto": addresses["crypto"], "later": f"http://127.0.0.1:{free_port()}"}
    async with Platform(late, refresh_seconds=60).running() as platform:
        first = await platform.snapshot()
        assert platform.away == ["later"]
        assert {one["name"] for one in first.catalog["services"]} == {"crypto"}
        platform.addresses = addresses
        while (now := await platform.snapshot()) is first:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.05)
    assert {one["name"] for one in now.catalog["services"]} == {"crypto", "math", "portal"}
    assert now.version != first.version
    assert now.entry("math.evaluate")["path"] == "/api/v1/math/evaluate"


async def test_a_service_that_goes_keeps_its_place(addresses: dict[str, str]) -> None:
    from flowforge_math.app import app  # noqa: PLC0415 - heavy, and for this test only

    with serve(app) as url:
        platform = Platform({"crypto": addresses["crypto"], "math": url}, refresh_seconds=0.05)
        async with platform.running():
            before = await platform.snapshot()
            platform.addresses = {"crypto": addresses["crypto"], "math": f"http://127.0.0.1:{free_port()}"}
            while not platform.away:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.05)
            assert await platform.snapshot() is before


def test_health_names_the_services_that_are_away(client: httpx.Client) -> None:
    checks = client.get("/health").json()["checks"]
    assert checks["platform"]["status"] == "ok", json.dumps(checks)


def test_the_document_of_a_portal_without_services_is_its_own(addresses: dict[str, str]) -> None:
    document = httpx.get(f"{addresses['portal']}/openapi.json").json()
    assert list(document["paths"]) == ["/api/v1/portal/me"]


def test_collecting_twice_changes_nothing(client: httpx.Client) -> None:
    """The portal is a service of the platform that it shows: what it shows must not come back to it."""
    tags = [tag["name"] for tag in client.get("/openapi.json").json()["tags"]]
    assert sorted(tags) == sorted(set(tags))
    assert tags == ["crypto", "math", "portal"]
