from flowforge_llm.core.apis.openai.messages import FunctionDeclaration
from flowforge_llm.core.chat.tools.prompting import tell_tools

WEATHER = FunctionDeclaration(name="get_weather", description="Tell the weather.")
CALL = {"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Oslo"}'}}


def test_calls_and_results_become_words_beside_the_instructions() -> None:
    told = tell_tools(
        [
            {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
            {"role": "user", "content": "Weather?"},
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "rain"},
        ],
        [WEATHER],
        may_answer=True,
    )
    assert [message["role"] for message in told] == ["developer", "user", "assistant", "user"]
    assert told[0]["content"].startswith("Be brief.\n\n")
    assert "get_weather: Tell the weather." in told[0]["content"]
    assert told[2] == {
        "role": "assistant",
        "content": '{"tool": "get_weather", "arguments": {"city":"Oslo"}}',
    }
    assert told[3]["content"] == "Result of get_weather: rain"


def test_who_must_call_is_told_of_no_answer() -> None:
    (system, _) = tell_tools([{"role": "user", "content": "x"}], [WEATHER], may_answer=False)
    assert system["role"] == "system"
    assert '"answer"' not in system["content"]
