"""What other servers of OpenAI's API get, according to who they are."""

import pytest

from flowforge_llm.engines.openai import OpenAIFlavour

CHAT, TEXT = "/chat/completions", "/completions"


@pytest.mark.parametrize(
    ("url", "path", "name"),
    [
        ("https://api.openai.com/v1", CHAT, "max_completion_tokens"),
        ("https://mine.openai.azure.com/openai/v1", CHAT, "max_completion_tokens"),
        ("https://api.openai.com/v1", TEXT, "max_tokens"),
        ("http://localhost:11434/v1", CHAT, "max_tokens"),
        ("https://notopenai.com/v1", CHAT, "max_tokens"),
    ],
)
def test_the_limit_of_an_answer_has_the_name_that_the_server_holds_to(url: str, path: str, name: str) -> None:
    wanted = OpenAIFlavour(url).prepare(path, {"model": "m", "max_tokens": 5}, "u-1")
    assert wanted.body == {"model": "m", name: 5}
