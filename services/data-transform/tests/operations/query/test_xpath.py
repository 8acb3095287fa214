from typing import Any

import pytest
from lxml import etree

from flowforge_data.core.documents.queries.forms import InvalidNamespaces
from flowforge_data.core.documents.queries.markup import xpath


def test_xpath_and_css(queries: Any) -> None:
    page = "<html><body><ul><li class='a'>one <b>two</b></li><li id='x'>three</li></ul></body></html>"
    assert queries.call("xpath", text=page, query="//li").json()["result"] == ["one two", "three"]
    assert queries.call("xpath", text=page, query="count(//li)").json()["result"] == [2.0]
    assert queries.call("css", text=page, query="li.a b").json()["result"] == ["two"]
    assert queries.call("css", text=page, query="li", attribute="id").json()["result"] == [None, "x"]
    assert queries.call("css", text=page, query="b", output="markup").json()["result"] == ["<b>two</b>"]
    xml = "<f xmlns='urn:a'><b>1</b></f>"
    assert queries.call("xpath", text=xml, query="//a:b", namespaces={"a": "urn:a"}).json()["result"] == ["1"]


def test_mistakes_in_markup_queries(queries: Any) -> None:
    assert queries.failure("xpath", text="<a/>", query="//[") == (422, "QUERY_INVALID")
    regexp = {"re": "http://exslt.org/regular-expressions"}
    failed = queries.failure("xpath", text="<a/>", query="re:test('a', 'b')", namespaces=regexp)
    assert failed == (422, "QUERY_FAILED")
    assert queries.failure("css", text="<a/>", query="li:::x") == (422, "QUERY_INVALID")


@pytest.mark.parametrize(
    "namespaces", [{'y"t\u001d': "urn:a"}, {"": "urn:a"}, {"a": "\0"}, {"a": ""}, {"1": "b"}]
)
def test_namespaces_that_xml_cannot_have(namespaces: dict[str, str]) -> None:
    with pytest.raises(InvalidNamespaces, match="'namespaces'"):
        xpath(etree.fromstring("<a/>"), "//a", namespaces)


def test_mistakes_in_namespaces_name_their_field(queries: Any) -> None:
    assert queries.failure("xpath", text="<a/>", query="//a", namespaces={"": "urn:a"}) == (
        422, "NAMESPACES_INVALID",
    )  # fmt: skip
    error = queries.call("xpath", text="<a/>", query="//b:a", namespaces={"a": "urn:a"}).json()["error"]
    assert error["code"] == "NAMESPACE_PREFIX_UNDEFINED"
    assert {one["field"] for one in error["details"]} == {"query", "namespaces"}
