"""Run the Lua of kong.yml under a real LuaJIT, with a stand-in for the parts of Kong's PDK that it uses."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lupa.luajit21 import LuaRuntime

from flowforge_gateway.catalog import read_declaration
from flowforge_gateway.declaration.snippets import PHASES, Snippet, recognize

_SANDBOX = """
return function(code, kong, ngx)
  local environment = {kong = kong, ngx = ngx, string = string, table = table, math = math,
                       tonumber = tonumber, tostring = tostring, pairs = pairs, ipairs = ipairs, type = type}
  return setfenv(assert(loadstring(code)), environment)()
end
"""


def source(snippet: Snippet) -> str:
    """Return the text of *snippet* in kong.yml."""
    plugin, phase = PHASES[snippet]
    config = next(it["config"] for it in read_declaration()["plugins"] if it["name"] == plugin)
    return next(str(code) for code in config[phase] if recognize(code) is snippet)


@dataclass
class Answer:
    """What a snippet did: the answer it ended the request with, or the headers and body it changed."""

    status: int | None = None
    message: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    body: str | None = None
    rewrite: bool = False


@dataclass
class Request:
    """What Kong knows when a snippet runs."""

    headers: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    scheme: str = "http"
    status: int = 200
    source: str = "exit"
    body: str | None = None
    rewrite: bool = True
    now: float = 1_800_000_000.0


def run(snippet: Snippet, request: Request) -> Answer:
    """Run *snippet* on *request*; Lua errors are raised."""
    lua = LuaRuntime(unpack_returned_tuples=True, encoding="latin-1", register_eval=False)
    answer = Answer()
    plugin_context = lua.table_from({"rewrite": request.rewrite})
    headers = {name.lower(): value for name, value in request.headers.items()}

    def leave(status: int, body: Any) -> None:
        answer.status, answer.message = status, body["message"]

    def decode(text: str) -> str | None:
        try:
            return base64.b64decode(text, validate=True).decode("latin-1")
        except ValueError:
            return None

    kong = {
        "request": {
            "get_header": lambda name: headers.get(name.lower()),
            "get_forwarded_scheme": lambda: request.scheme,
        },
        "response": {
            "exit": leave,
            "get_status": lambda: request.status,
            "get_source": lambda: request.source,
            "get_header": lambda _name: None,
            "set_header": answer.headers.__setitem__,
            "clear_header": answer.cleared.append,
            "get_raw_body": lambda: request.body,
            "set_raw_body": lambda body: setattr(answer, "body", body),
        },
        "ctx": {"shared": {"authenticated_jwt_token": request.token}, "plugin": plugin_context},
    }
    ngx = {"time": lambda: int(request.now), "decode_base64": decode}
    lua.execute(_SANDBOX)(source(snippet), lua.table_from(kong, recursive=True), lua.table_from(ngx))
    answer.rewrite = plugin_context["rewrite"] is True
    return answer
