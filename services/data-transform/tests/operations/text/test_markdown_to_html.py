from typing import Any


def test_html(call: Any) -> None:
    found = call("markdown-to-html", text="# T\n\n| a |\n|---|\n| ~~1~~ |")["result"]
    assert found.startswith("<h1>T</h1>\n<table>")
    assert "<td><s>1</s></td>" in found


def test_raw_html_is_escaped(call: Any) -> None:
    found = call("markdown-to-html", text="<script>x</script> [a](javascript:alert(1))")["result"]
    assert "<script>" not in found
    assert "<a" not in found
