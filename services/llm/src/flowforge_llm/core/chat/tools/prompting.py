"""Describe tools and their results to a model that has no tool calling of its own."""

from collections.abc import Sequence

import orjson

from flowforge_llm.core.apis.openai.messages import FunctionDeclaration
from flowforge_llm.core.chat.structured.instructions import Message, instruct, words
from flowforge_llm.core.chat.tools.call_schema import NOTHING


def tell_tools(
    messages: Sequence[Message], functions: Sequence[FunctionDeclaration], *, may_answer: bool
) -> list[Message]:
    """Return *messages* with the tools in the system message, and calls and results as words."""
    return instruct(tell_calls(messages), instructions(functions, may_answer=may_answer))


def instructions(functions: Sequence[FunctionDeclaration], *, may_answer: bool) -> str:
    """Return what the system message says about the tools."""
    lines = ["You have these tools:"]
    for function in functions:
        schema = orjson.dumps(function.parameters or NOTHING).decode()
        lines.append(f"- {function.name}: {function.description or 'no description'} Arguments: {schema}")
    lines.append('Call a tool with JSON alone: {"tool": "...", "arguments": {...}}.')
    if may_answer:
        lines.append('When no tool helps, or a result is there already, answer: {"answer": "..."}.')
    return "\n".join(lines)


def tell_calls(messages: Sequence[Message]) -> list[Message]:
    """Return *messages* with calls as the JSON that made them, and results as messages of the user."""
    names: dict[str, str] = {}
    told = []
    for message in messages:
        calls = message.get("tool_calls") or []
        names.update({call["id"]: call["function"]["name"] for call in calls})
        if calls:
            told.append({"role": "assistant", "content": _told_calls(message, calls)})
        elif message["role"] == "tool":
            name = names.get(message.get("tool_call_id", ""), "the tool")
            told.append({"role": "user", "content": f"Result of {name}: {words(message['content'])}"})
        else:
            told.append(message)
    return told


def _told_calls(message: Message, calls: Sequence[Message]) -> str:
    lines = [words(message["content"])] if message.get("content") else []
    for call in calls:
        name = orjson.dumps(call["function"]["name"]).decode()
        lines.append(f'{{"tool": {name}, "arguments": {call["function"]["arguments"] or "{}"}}}')
    return "\n".join(lines)
