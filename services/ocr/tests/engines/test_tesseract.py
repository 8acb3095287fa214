"""files/tesseract_french.tsv is what Tesseract 5.3.0 wrote of files/french.png, with the French model."""

from pathlib import Path

import pytest

from flowforge_ocr.engines.catalog import Programs, engine_named, installed_entry
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.port import EngineFailed, Reading
from flowforge_ocr.engines.tesseract import Tesseract, installed_languages, lines_of
from flowforge_ocr.engines.weights import OcrEngineNotInstalled

FILES = Path(__file__).with_name("files")
ABSENT = Programs(tesseract="/nowhere/tesseract")


def test_its_table_becomes_lines_of_words() -> None:
    lines = list(lines_of((FILES / "tesseract_french.tsv").read_text(encoding="utf-8")))
    assert len(lines) == 3
    assert lines[0].text.startswith("L'été dernier, Élodie a reçu une lettre")
    first = lines[0].words[0]
    assert first.box == Box(31, 34, 85, 53)
    assert first.confidence == pytest.approx(0.86791595)
    assert {line.engine for line in lines} == {"tesseract"}


def test_a_blank_page_has_no_lines() -> None:
    header = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    assert list(lines_of(f"{header}1\t1\t0\t0\t0\t0\t0\t0\t800\t164\t-1\t\n")) == []


def test_a_missing_program_is_named_with_the_way_to_get_it() -> None:
    with pytest.raises(OcrEngineNotInstalled, match=r"'tesseract' is not installed.* apt-get install"):
        engine_named("tesseract", ABSENT)
    with pytest.raises(OcrEngineNotInstalled):
        installed_entry("tesseract", ABSENT)
    assert installed_languages("/nowhere/tesseract") == ()


def test_a_program_that_fails_is_an_error_of_the_page(picture: object) -> None:
    with pytest.raises(EngineFailed, match="'tesseract' failed on this page"):
        Tesseract("/bin/false").recognize(picture, Reading())


@pytest.mark.deep
def test_the_installed_program_reads(picture: object) -> None:
    if "en" not in installed_languages("tesseract"):
        pytest.skip("Tesseract is not installed")
    text = " ".join(line.text for line in Tesseract("tesseract").recognize(picture, Reading()))
    assert "steam crane" in text
