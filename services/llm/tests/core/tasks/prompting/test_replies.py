from typing import Any

import pytest

from flowforge_llm.core.tasks.prompting.prompt import Prompt
from flowforge_llm.core.tasks.prompting.replies import best_reply, read_reply
from flowforge_llm.core.tasks.text.chunks import Chunk
from flowforge_llm.core.tasks.text.quotes import Span

TEXT = "The bridge was opened in 1894. Its towers are 65 meters high."
PROMPT = Prompt("Answer from the text alone.", TEXT, "Question: When was the bridge opened?")


def reply(answer: str | None, *quotes: str, start: int = 0) -> Any:
    return read_reply(Chunk(start, TEXT), {"answer": answer, "quotes": list(quotes)}, PROMPT)


def test_an_answer_in_the_words_of_its_quotes_is_stated() -> None:
    told = reply("It was opened in 1894.", "opened in 1894", start=100)
    assert (told.support, told.reason, told.quotes) == ("stated", None, [Span(115, 129)])


def test_an_answer_in_other_words_is_inferred() -> None:
    assert reply("In the nineteenth century.", "opened in 1894").support == "inferred"


@pytest.mark.parametrize(
    ("answer", "quotes", "reason"),
    [
        (None, [], "not in the text"),
        ("In 1894.", [], "not in the text"),
        ("In 1894.", ["built in 1894"], "quotes not found"),
        ("Answer from the text alone.", ["opened in 1894"], "not in the text"),
        ("In 1895.", ["opened in 1894"], "a number of the answer is not in the quotes"),
    ],
)
def test_there_is_no_answer_without_evidence(answer: str | None, quotes: list[str], reason: str) -> None:
    told = reply(answer, *quotes)
    assert (told.answer, told.reason) == (None, reason)


def test_the_first_stated_answer_wins() -> None:
    none, inferred = reply(None), reply("In the nineteenth century.", "opened in 1894")
    stated = reply("In 1894.", "opened in 1894")
    assert best_reply([none, inferred, stated]) is stated
    assert best_reply([none, reply("In 1895.", "opened in 1894")]).reason.startswith("a number")
