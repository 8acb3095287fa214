"""Put our own instructions into a conversation: into its system message, which every chat template has."""

from collections.abc import Mapping, Sequence
from typing import Any

Message = dict[str, Any]


def instruct(messages: Sequence[Mapping[str, Any]], text: str) -> list[Message]:
    """Return *messages* with *text* at the end of the system message, or as one of its own."""
    first, rest = messages[0], messages[1:]
    if first["role"] in ("system", "developer"):
        return [{**first, "content": f"{words(first['content'])}\n\n{text}"}, *(dict(one) for one in rest)]
    return [{"role": "system", "content": text}, *(dict(one) for one in messages)]


def words(content: Any) -> str:
    """Return the text of a message's content, which may be parts."""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content)
    return str(content or "")
