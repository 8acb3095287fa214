from typing import Any

from lxml import html


def test_a_page_without_scripts(tables: Any) -> None:
    text = 'name,n\n"<script>alert(1)</script>",1\n"a & b",2\n"a & b",300\n'
    answer = tables.call("profile-report", data=None, text=text, title="Q1 <b>")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    page = html.fromstring(answer.text)
    assert (page.xpath("string(//h1)"), page.xpath("//script"), page.xpath("//*[@src]")) == ("Q1 <b>", [], [])
    assert page.xpath("//h2/text()") == ["name", "n"]
    assert len(page.xpath("//*[local-name()='rect']")) == 20
    assert "<script>alert(1)</script>" in str(page.xpath("string(//body)"))
