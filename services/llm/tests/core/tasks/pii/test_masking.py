from hypothesis import given
from hypothesis import strategies as st

from flowforge_llm.core.tasks.pii.masking import Finding, mask, restore
from flowforge_pii import find_personal_data

TEXT = "a@example.org, b@example.org, a@example.org and [EMAIL_1]"


def found(text: str) -> list[Finding]:
    return [Finding(one.type, one.start, one.end) for one in find_personal_data(text)]


def test_the_same_value_has_the_same_placeholder() -> None:
    masked, meant = mask(TEXT, found(TEXT), {})
    assert masked == "[EMAIL_2], [EMAIL_3], [EMAIL_2] and [EMAIL_1]"
    assert meant == {"[EMAIL_2]": "a@example.org", "[EMAIL_3]": "b@example.org"}
    assert restore(masked, meant) == (TEXT, {"[EMAIL_2]": 2, "[EMAIL_3]": 1})


def test_a_conversation_goes_on_with_its_map() -> None:
    text = "b@example.org wrote to c@example.org"
    known = {"[EMAIL_1]": "b@example.org"}
    masked, meant = mask(text, found(text), known)
    assert masked == "[EMAIL_1] wrote to [EMAIL_2]"
    assert meant == {**known, "[EMAIL_2]": "c@example.org"}


def test_models_may_change_the_case_and_invent_placeholders() -> None:
    text, counts = restore("Dear [email_1] and [PERSON_7]", {"[EMAIL_1]": "x", "[EMAIL_2]": "y"})
    assert text == "Dear x and [PERSON_7]"
    assert counts == {"[EMAIL_1]": 1, "[EMAIL_2]": 0}


@given(st.lists(st.sampled_from(["a@example.org", "[EMAIL_1]", "192.0.2.1", " ", "[ip_1]", "x", "\n"])))
def test_masked_texts_are_restored_to_what_they_were(parts: list[str]) -> None:
    text = " ".join(parts)
    masked, meant = mask(text, found(text), {})
    assert "a@example.org" not in masked
    assert restore(masked, meant)[0] == text
