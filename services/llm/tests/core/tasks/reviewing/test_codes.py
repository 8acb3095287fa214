from py3langid.langid import MODEL_FILE, LanguageIdentifier

from flowforge_llm.core.tasks.reviewing.codes import _CODES, are_alike, code_of


def test_names_as_people_write_them() -> None:
    assert code_of("German") == "de"
    assert code_of("portuguese (Brazil)") == "pt"
    assert code_of("Klingon") is None


def test_every_code_is_one_that_identification_returns() -> None:
    labels = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).labels
    assert set(_CODES.values()) <= set(labels)


def test_close_languages_are_not_told_apart() -> None:
    assert are_alike("no", "da")
    assert are_alike("en", "en")
    assert not are_alike("en", "de")
