"""The endpoint for agents, called by the official client over streamable HTTP."""

import json
from typing import Any

import httpx
from mcp.client import Client


def address(client: httpx.Client) -> str:
    return f"{client.base_url}".rstrip("/") + "/mcp"


async def told(agent: Client, tool: str, **given: Any) -> Any:
    result = await agent.call_tool(tool, given)
    return json.loads(result.content[0].text)


async def test_an_agent_gets_three_tools(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        names = [tool.name for tool in (await agent.list_tools()).tools]
        assert names == ["search_operations", "describe_operation", "call_operation"]


async def test_it_finds_describes_and_calls(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        found = await told(agent, "search_operations", query="hash a text")
        assert found["operations"][0]["id"] == "crypto.hash"
        described = await told(agent, "describe_operation", operation="crypto.hash")
        assert "blake3" in json.dumps(described["input"])
        assert "#/components" not in json.dumps(described["input"])
        called = await told(agent, "call_operation", operation="crypto.hash", input={"text": "abc"})
        assert called["hash"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


async def test_a_search_can_be_kept_to_a_service(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        found = await told(agent, "search_operations", query="solve", service="math")
        assert found["operations"]
        assert all(row["id"].startswith("math.") for row in found["operations"])


async def test_an_error_is_a_result_that_names_the_field(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        result = await agent.call_tool(
            "call_operation", {"operation": "crypto.hash", "input": {"text": "a", "algorithm": "md6"}}
        )
        assert result.is_error
        error = json.loads(result.content[0].text)["error"]
        assert error["details"][0]["field"] == "algorithm"


async def test_an_unknown_operation_is_explained(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        result = await agent.call_tool("call_operation", {"operation": "crypto.nothing", "input": {}})
        assert result.is_error
        assert "search_operations" in result.content[0].text


async def test_files_do_not_pass_through_the_model(client: httpx.Client) -> None:
    async with Client(address(client)) as agent:
        given = {"operation": "crypto.hash", "input": {"file": {"base64": "A" * 30_000}}}
        result = await agent.call_tool("call_operation", given)
        assert result.is_error
        assert "files.upload" in result.content[0].text


async def test_chosen_operations_are_tools_of_their_own(client: httpx.Client) -> None:
    async with Client(f"{address(client)}?tools=math.evaluate,crypto.hash") as agent:
        tools = {tool.name: tool for tool in (await agent.list_tools()).tools}
        assert {"math_evaluate", "crypto_hash"} <= tools.keys()
        assert "expression" in tools["math_evaluate"].input_schema["properties"]
        result = await agent.call_tool("math_evaluate", {"expression": "6 * 7"})
        assert json.loads(result.content[0].text)["result"]["value"] == 42


def test_callers_are_asked_for(addresses: dict[str, str]) -> None:
    """Only the gateway says who calls: a wrong secret is refused before the endpoint sees anything."""
    headers = {"x-gateway-secret": "not the secret of the gateway"}
    answer = httpx.post(f"{addresses['portal']}/mcp", json={}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "GATEWAY_REQUIRED"
