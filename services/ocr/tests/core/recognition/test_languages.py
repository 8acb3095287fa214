import pytest

from flowforge_ocr.core.recognition.languages import language_of, script_of
from flowforge_ocr.engines.languages import NAMES, PADDLE_LANGUAGES
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.tesseract_languages import TESSERACT_CODES

# Letters beside a to z, by the exemplar characters of the Unicode CLDR.
LETTERS = {
    "az": "əçğıöşü",
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "cy": "âêîôûŵŷ",
    "da": "æøå",
    "de": "äöüß",
    "eo": "ĉĝĥĵŝŭ",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áðéíóúýþæö",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "ċġħż",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "ro": "ăâîșț",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sq": "ëç",
    "sv": "åäö",
    "tr": "çğıöşü",
}


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_the_engine_knows_every_letter_of_its_languages(language: str) -> None:
    assert language in PADDLE_LANGUAGES
    known = set(ppocr().characters)
    assert [
        each for each in LETTERS[language] + LETTERS[language].upper().replace("SS", "") if each not in known
    ] == []


def test_every_language_of_an_engine_has_a_name() -> None:
    assert {*PADDLE_LANGUAGES, *TESSERACT_CODES} == set(NAMES)


@pytest.mark.parametrize("letter", ["가", "ж", "ب", "क", "ế"])
def test_the_engine_does_not_know_other_scripts(letter: str) -> None:
    assert letter not in ppocr().characters


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("The harbor office opens at seven on weekdays and closes at noon.", "Latin", "en"),
        ("Alle Menschen sind frei und gleich an Würde und Rechten geboren.", "Latin", "de"),
        ("本合同由甲方与乙方于二〇二三年五月十八日在上海市签订并自签字之日起生效", "Han", "zh"),
        ("すべての人間は、生まれながらにして自由であり", "Japanese", "ja"),
        ("Total 12", "Latin", None),
        ("12.50", None, None),
    ],
)
def test_script_and_language_are_guessed(text: str, script: str | None, language: str | None) -> None:
    assert (script_of(text), language_of(text)) == (script, language)
