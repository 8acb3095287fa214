import pytest

from flowforge_llm.core.tasks.prompting.shapes import listed, record, words
from flowforge_llm.core.tasks.prompting.structured_output import SchemaMismatch, StructuredOutput

SCHEMA = record(title=words(), items=listed(record(name=words()), 5))


def test_a_fitting_answer_is_read() -> None:
    read = StructuredOutput(SCHEMA, is_by_engine=True).read('{"title": "a", "items": []}', was_cut=False)
    assert read == ({"title": "a", "items": []}, True)


def test_json_within_talk_is_found_where_no_engine_holds_it() -> None:
    held = StructuredOutput(SCHEMA, is_by_engine=False)
    talk = 'Sure! Here it is:\n```json\n{"title": "a", "items": []}\n```\nAnything else?'
    assert held.read(talk, was_cut=False) == ({"title": "a", "items": []}, True)
    assert held.format == {}
    (system,) = held.instruct([{"role": "system", "content": "Do it."}])
    assert '"title"' in system["content"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("No.", "no JSON"),
        ('{"title": "a"}', "items"),
        ('{"title": "", "items": []}', "title"),
        ('{"title": "a", "items": [], "more": 1}', "more"),
    ],
)
def test_what_does_not_fit_is_told(content: str, reason: str) -> None:
    with pytest.raises(SchemaMismatch, match=reason):
        StructuredOutput(SCHEMA, is_by_engine=False).read(content, was_cut=False)


def test_of_an_answer_cut_off_what_was_finished_is_kept() -> None:
    held = StructuredOutput(SCHEMA, is_by_engine=True)
    cut = '{"title": "a", "items": [{"name": "b"}, {"nam'
    assert held.read(cut, was_cut=True) == ({"title": "a", "items": [{"name": "b"}]}, False)
    with pytest.raises(SchemaMismatch, match="cut off"):
        held.read('{"ti', was_cut=True)
