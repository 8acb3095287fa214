from typing import Any

import pytest


def test_styles(result: Any) -> None:
    text = '{"b": [1, 2.50], "a": "é"}'
    assert result("format", text=text, style="minified")["text"] == '{"b":[1,2.50],"a":"é"}'
    assert result("format", text=text, sort_keys=True, indent=1)["text"].splitlines()[1] == ' "a": "é",'


# The example of RFC 8785, section 3.2.2.
def test_canonical(result: Any) -> None:
    text = (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        '"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",'
        '"literals": [null, true, false]}'
    )
    assert result("format", text=text, style="canonical")["text"] == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.parametrize("text", ["[9007199254740993]"])
def test_what_has_no_canonical_form(code: Any, text: str) -> None:
    assert code("format", text=text, style="canonical") == (422, "NOT_CANONICAL")
