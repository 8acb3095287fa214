"""The portal through the gateway: pages for everybody, agents with a key, and the same over stdio."""

import json
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from system_stand.platform import COMMAND, Platform, wait_for

pytestmark = pytest.mark.system
SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
HASH = {"operation": "crypto.hash", "input": {"text": "abc"}}


def test_pages_need_no_key_and_calls_do(platform: Platform) -> None:
    with httpx.Client(base_url=platform.address, timeout=60, trust_env=False) as anybody:
        assert anybody.get("/").headers["content-type"] == "text/html; charset=utf-8"
        assert anybody.get("/ops/crypto.hash").status_code == 200
        assert anybody.get("/docs/crypto.hash").status_code == 200
        assert anybody.get("/openapi.json").json()["openapi"] == "3.1.1"
        assert anybody.get("/api/v1/portal/me").status_code == 401
        assert anybody.post("/mcp", json={}).status_code == 401


def test_the_catalog_has_every_service_that_runs(platform: Platform) -> None:
    def shown() -> set[str]:
        catalog = httpx.get(f"{platform.address}/console/catalog.json", timeout=60).json()
        return {service["name"] for service in catalog["services"]}

    wait_for(lambda: {"crypto", "math", "image", "portal"} <= shown(), seconds=60)
    assert shown() <= platform.status()["parts"].keys()


def test_the_caller_is_told_who_it_is(platform: Platform) -> None:
    with platform.client(platform.key("somebody", "--tier", "pro")) as client:
        me = client.get("/api/v1/portal/me").json()
    assert (me["name"], me["tier"]) == ("somebody", "pro")


async def test_an_agent_calls_over_http_as_its_consumer(platform: Platform, key: str) -> None:
    async with (
        httpx2.AsyncClient(headers={"x-api-key": key}, timeout=60) as http,
        Client(streamable_http_client(f"{platform.address}/mcp", http_client=http)) as agent,
    ):
        assert _told(await agent.call_tool("call_operation", HASH))["hash"] == SHA256_OF_ABC
        me = _told(await agent.call_tool("call_operation", {"operation": "portal.me"}))
        assert me["name"] == "everybody"
        example = _told(await agent.call_tool("describe_operation", {"operation": "image.qr"}))["example"]
        made = await agent.call_tool("call_operation", {"operation": "image.qr", "input": example})
        assert _told(made)["file"]["file_id"].startswith("file_")
        links = [one for one in made.content if one.type == "resource_link"]
        assert links[0].mime_type == "image/png"
        picture = await http.get(str(links[0].uri), headers={"x-api-key": ""})
    assert picture.content.startswith(b"\x89PNG")


async def test_an_agent_is_told_the_progress_of_a_job(platform: Platform, key: str) -> None:
    heard: list[tuple[float, float | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert message
        heard.append((progress, total))

    async with (
        httpx2.AsyncClient(headers={"x-api-key": key}, timeout=60) as http,
        Client(streamable_http_client(f"{platform.address}/mcp", http_client=http)) as agent,
    ):
        given = {"operation": "pdf.from_markdown", "input": {"markdown": "# Later"}, "as_job": True}
        made = await agent.call_tool("call_operation", given, progress_callback=hear)
    assert _told(made)["file"]["file_id"].startswith("file_")
    assert (heard[0], heard[-1]) == ((0, 100), (100, 100))
    assert heard == sorted(heard)


def test_a_key_for_one_service_reaches_no_other_through_agents(platform: Platform) -> None:
    with platform.client(platform.key("narrow", "--service", "crypto", "--service", "portal")) as client:
        assert client.get("/api/v1/portal/me").status_code == 200
        assert client.post("/mcp", json={}).status_code == 403


async def test_an_agent_calls_over_stdio(platform: Platform, key: str) -> None:
    server = StdioServerParameters(
        command=str(COMMAND),
        args=["mcp", "--tools", "math.evaluate"],
        env={**platform.environment, "FLOWFORGE_KEY": key},
    )
    async with Client(stdio_client(server)) as agent:
        names = [tool.name for tool in (await agent.list_tools()).tools]
        assert names[-1] == "math_evaluate"
        assert _told(await agent.call_tool("call_operation", HASH))["hash"] == SHA256_OF_ABC
        product = _told(await agent.call_tool("math_evaluate", {"expression": "6 * 7"}))
    assert product["result"]["value"] == 42


def _told(result: Any) -> Any:
    assert not result.is_error, result.content[0].text
    return json.loads(result.content[0].text)
