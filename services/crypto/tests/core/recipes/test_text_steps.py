from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.recipes.errors import NotInCharset, StepNeedsText, TooMuchData
from flowforge_crypto.core.recipes.text_steps import (
    CHARSETS,
    AffixStep,
    CharsetStep,
    ReplaceStep,
    SliceStep,
    TextStep,
    XorStep,
)


@pytest.mark.parametrize(
    ("step", "data", "made"),
    [
        (TextStep(step="uppercase"), "straße".encode(), b"STRASSE"),
        (TextStep(step="lowercase"), b"ABC", b"abc"),
        (TextStep(step="trim"), b" a ", b"a"),
        (TextStep(step="reverse"), "äb".encode(), "bä".encode()),
        (TextStep(step="rot13"), b"Hello", b"Uryyb"),
        (CharsetStep(step="from-charset", charset="utf-16le"), b"h\0i\0", b"hi"),
        (CharsetStep(step="to-charset", charset="windows-1252"), "€".encode(), b"\x80"),
        (AffixStep(step="append", value="!"), b"hi", b"hi!"),
        (AffixStep(step="prepend", value="00ff", encoding="hex"), b"hi", b"\x00\xffhi"),
        (ReplaceStep(step="replace", find="-", value=""), b"a-b-c", b"abc"),
        (ReplaceStep(step="replace", find="00", value="0a", encoding="hex"), b"a\0b", b"a\nb"),
        (ReplaceStep(step="replace", find=" ", value="00", encoding="hex"), b"ab", b"ab"),
        (XorStep(step="xor", key="ab"), b"\x00\x00\x00", b"aba"),
        (XorStep(step="xor", key="ff", key_encoding="hex"), b"\x00\x0f", b"\xff\xf0"),
        (XorStep(step="xor", key=" ", key_encoding="hex"), b"same", b"same"),
        (XorStep(step="xor", key="k"), b"", b""),
        (SliceStep(step="slice", start=1, length=2), b"abcd", b"bc"),
        (SliceStep(step="slice", start=-2), b"abcd", b"cd"),
        (SliceStep(step="slice", start=9), b"abcd", b""),
    ],
)
def test_steps(step: Any, data: bytes, made: bytes) -> None:
    assert step.apply(data, 0)[0] == made


@pytest.mark.parametrize("charset", CHARSETS)
def test_every_charset_is_known(charset: Any) -> None:
    made, did = CharsetStep(step="to-charset", charset=charset).apply(b"plain", 0)
    assert did == charset
    assert CharsetStep(step="from-charset", charset=charset).apply(made, 0)[0] == b"plain"


@pytest.mark.parametrize(
    ("step", "data", "error"),
    [
        (TextStep(step="trim"), b"\xff", StepNeedsText),
        (CharsetStep(step="to-charset", charset="utf-16le"), b"\xff", StepNeedsText),
        (CharsetStep(step="from-charset", charset="utf-16le"), b"odd", NotInCharset),
        (CharsetStep(step="to-charset", charset="iso-8859-1"), "€".encode(), NotInCharset),
        (AffixStep(step="append", value="x", encoding="hex"), b"", UndecodableText),
        (XorStep(step="xor", key="x", key_encoding="hex"), b"", UndecodableText),
        (ReplaceStep(step="replace", find="a", value="a" * 1000), b"a" * 100_000, TooMuchData),
    ],
)
def test_errors_name_the_step(step: Any, data: bytes, error: Any) -> None:
    with pytest.raises(error, match=r"'steps\.3[.']"):
        step.apply(data, 3)
