from typing import Any

PAGE = (
    "<h1>Title</h1><p>One <b>word</b> and <a href='https://x.org'>a link</a>.</p>"
    "<ul><li>a<li>b</ul><script>alert(1)</script>"
)


def test_markdown(call: Any) -> None:
    found = call("html-to-markdown", text=PAGE)["result"]
    assert found.startswith("# Title\n\nOne **word** and [a link](https://x.org).")
    assert "- a\n- b" in found
    assert "alert" not in found


def test_text(call: Any) -> None:
    assert call("html-to-markdown", text=PAGE, to="text")["result"] == "Title\nOne word and a link.\na\nb"
