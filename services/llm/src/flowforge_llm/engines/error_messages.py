"""What an engine says of a request that it refuses, in words that may be passed on.

vLLM alone has four shapes of it: {"error": {"message"}}, {"error": "Unauthorized"}, FastAPI's {"detail"}, and
pydantic's findings as Python text. A router in front adds plain text that names its workers.
"""

import re
from collections.abc import Mapping
from typing import Any

from flowforge_llm.core.errors import EngineRefused
from flowforge_llm.core.models.port import Body

NO_REASON = "it gives no reason"
_LONGEST = 500
_FINDING = re.compile(r"""'loc': '(?:body\.)?([^']*)', 'msg': (['"])(.*?)\2, '""")
_SOURCE_LINE = re.compile(r"\[[\d:]+\] \S+:\d+: ")
_ADDRESS = re.compile(r"https?://\S+|(?<![\w.<])/(?:[\w.+-]+/)+[\w.+-]+")


def reason_of(answer: Any) -> str:
    """Return the message of an error answer, without source lines, file paths and addresses."""
    told = _told(answer)
    findings = _FINDING.findall(told)
    if findings:
        told = "; ".join(f"'{place}': {message}" for place, _, message in findings)
    return _ADDRESS.sub("...", _SOURCE_LINE.sub("", told))[:_LONGEST].strip() or NO_REASON


def refuse_unknown(body: Body, *names: str) -> None:
    """Raise EngineRefused for a field that this engine would pass over in silence."""
    for name in names:
        if name in body:
            raise EngineRefused(model=body["model"], reason=f"its model knows no '{name}'")


def _told(answer: Any) -> str:
    """Plain text comes from something between us and the engine: it is not for callers."""
    if not isinstance(answer, Mapping):
        return NO_REASON
    error = answer.get("error", answer)
    if not isinstance(error, Mapping):
        return str(error)
    told = error.get("message", error.get("detail"))
    if isinstance(told, list):
        return "; ".join(str(one.get("msg", "")) for one in told if isinstance(one, Mapping))
    return str(told) if told is not None else NO_REASON
