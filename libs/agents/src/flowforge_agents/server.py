"""The server: a few tools to find and call every operation, and selected operations as tools of their own."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server

from flowforge_agents.calling import Answer, Call, WrongInput, request_of
from flowforge_agents.following import answer_of, answer_of_job
from flowforge_agents.operations import Entry, Operations, Selection, search
from flowforge_agents.schemas import input_schema

INSTRUCTIONS = (
    "FlowForge runs operations on texts, data, files, pictures and documents. Search for one, describe it to "
    'learn its input, then call it. Files are passed as {"url": ...} or {"file_id": ...}; files that come '
    "out are kept, and answered with an id for the next call and a link for people."
)
MOST_FOUND = 20
MOST_RESULT_CHARACTERS = 60_000
_FIRST_ERROR = 400
_TEXT = {"type": "string"}
Choose = Callable[[Any], Selection]
CallAs = Callable[[Any], Call]


def make_server(
    operations: Operations, call_as: CallAs, choose: Choose = lambda _: Selection(), *, version: str = "0"
) -> Server[Any]:
    """Return a server of *operations*.

    `call_as` gets the HTTP request of the client, or None over stdio, and returns what sends calls on its
    behalf. `choose` gets the same and returns the operations that are tools of their own.
    """
    tools = _Tools(operations, call_as, choose)
    return Server(
        "flowforge",
        title="FlowForge",
        version=version,
        instructions=INSTRUCTIONS,
        on_list_tools=tools.list,
        on_call_tool=tools.call,
    )


class _Tools:
    def __init__(self, operations: Operations, call_as: CallAs, choose: Choose) -> None:
        self._operations = operations
        self._call_as = call_as
        self._choose = choose

    async def list(self, context: Any, _params: Any) -> types.ListToolsResult:
        selection = self._choose(context.request)
        own = []
        if selection.names:
            rows = await self._operations.rows()
            chosen = [row["id"] for row in rows if selection.has(row["id"])]
            own = [_tool_of(entry) for one in chosen if (entry := await self._operations.entry(one))]
        return types.ListToolsResult(tools=[*_GENERAL, *own])

    async def call(self, context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        given = params.arguments or {}
        try:
            if params.name == "search_operations":
                return await self._search(given)
            if params.name == "describe_operation":
                return _result(_described(await self._entry(given)))
            name = params.name if params.name != "call_operation" else str(given.get("operation", ""))
            entry = await self._entry({"operation": name})
            own_input = given if params.name != "call_operation" else given.get("input") or {}
            call, tell = self._call_as(context.request), context.session.report_progress
            request = request_of(entry, own_input)
            if params.name == "call_operation" and given.get("as_job") is True:
                answer = await answer_of_job(call, request, tell)
            else:
                answer = await answer_of(call, request, entry.get("x-deadline-seconds"), tell)
        except WrongInput as error:
            return _result({"error": {"code": "WRONG_INPUT", "message": str(error)}}, is_error=True)
        return _answered(entry, answer)

    async def _search(self, given: Mapping[str, Any]) -> types.CallToolResult:
        rows = await self._operations.rows()
        query, service = str(given.get("query", "")), given.get("service")
        found = search(rows, query, service, MOST_FOUND)
        shown = [{key: row[key] for key in ("id", "summary", "takes", "gives")} for row in found]
        return _result(
            {"operations": shown, "services": sorted({row["id"].partition(".")[0] for row in rows})}
        )

    async def _entry(self, given: Mapping[str, Any]) -> Entry:
        name = str(given.get("operation", ""))
        entry = await self._operations.entry(name) or await self._by_tool_name(name)
        if entry is None:
            raise WrongInput(f"There is no operation '{name}': use search_operations to find one.")
        return entry

    async def _by_tool_name(self, name: str) -> Entry | None:
        rows = await self._operations.rows()
        found = next((row["id"] for row in rows if tool_name(row["id"]) == name), None)
        return await self._operations.entry(found) if found else None


def tool_name(operation_id: str) -> str:
    """Return the name of an operation's own tool: `image.resize` is image_resize."""
    return operation_id.replace(".", "_").replace("-", "_")


def _tool_of(entry: Entry) -> types.Tool:
    text = f"{entry['summary']}.\n\n{entry['description']}".strip()
    return types.Tool(name=tool_name(entry["id"]), description=text, input_schema=input_schema(entry))


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "operation": entry["id"],
        "summary": entry["summary"],
        "description": entry["description"],
        "input": input_schema(entry),
        "example": _short(entry["example"]),
        "gives": "a kept file: its id, and a link" if entry["gives"] == "file" else entry["gives"],
        "errors": [f"{one['code']}: {one['message']}" for one in entry["errors"] if one["status"] == 422],  # noqa: PLR2004 - faults of the input
    }


def _short(value: Any) -> Any:
    """Return an example without the content of its files."""
    if isinstance(value, dict):
        return {key: "(content)" if key == "base64" else _short(one) for key, one in value.items()}
    return [_short(one) for one in value] if isinstance(value, list) else value


def _answered(entry: Entry, answer: Answer) -> types.CallToolResult:
    result = _result(answer.body, is_error=answer.status >= _FIRST_ERROR)
    if isinstance(answer.body, dict) and not result.is_error:
        files = (
            [answer.body["file"]]
            if isinstance(answer.body.get("file"), dict)
            else answer.body.get("files", [])
        )
        links = [_link(one, entry) for one in files if isinstance(one, dict) and one.get("url")]
        result.content.extend(links)
    return result


def _link(file: Mapping[str, Any], entry: Entry) -> types.ResourceLink:
    return types.ResourceLink(
        name=file["name"],
        uri=file["url"],
        mime_type=file.get("media_type"),
        size=file.get("bytes"),
        description=f"Made by {entry['id']}; its id for further calls is {file.get('file_id')}.",
    )


def _result(value: Any, *, is_error: bool = False) -> types.CallToolResult:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > MOST_RESULT_CHARACTERS:
        cut = text[:MOST_RESULT_CHARACTERS]
        text = f"{cut}\n(cut: the result has {len(text)} characters; ask for less, or for a file)"
        value = None
    structured = value if isinstance(value, dict) else None
    content = [types.TextContent(text=text)]
    return types.CallToolResult(content=[*content], structured_content=structured, is_error=is_error)


def _schema(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


_GENERAL = (
    types.Tool(
        name="search_operations",
        description="Find operations by what they do, such as 'resize a photo' or 'merge PDFs'.",
        input_schema=_schema(
            ["query"],
            query=_TEXT | {"description": "Words of what is wanted."},
            service=_TEXT | {"description": "Only operations of this service, such as math."},
        ),
        annotations=types.ToolAnnotations(read_only_hint=True),
    ),
    types.Tool(
        name="describe_operation",
        description="Return the input schema, an example, the result and the errors of one operation.",
        input_schema=_schema(
            ["operation"], operation=_TEXT | {"description": "Its id, such as image.resize."}
        ),
        annotations=types.ToolAnnotations(read_only_hint=True),
    ),
    types.Tool(
        name="call_operation",
        description="Run one operation with an input that fits its schema.",
        input_schema=_schema(
            ["operation"],
            operation=_TEXT | {"description": "Its id, such as image.resize."},
            input={"type": "object", "description": "Its input, as describe_operation tells."},
            as_job={
                "type": "boolean",
                "description": "Run it as a job, for work of more than 25 seconds. Waits for the result.",
            },
        ),
    ),
)
