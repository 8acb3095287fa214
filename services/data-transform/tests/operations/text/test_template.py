from typing import Any

import pytest


def test_objects_and_rows(call: Any) -> None:
    template = "{% for x in items %}{{ loop.index }}. {{ x.name | title }}\n{% endfor %}"
    data = {"items": [{"name": "ada"}, {"name": "grace"}]}
    assert call("template", template=template, data=data)["result"] == "1. Ada\n2. Grace\n"
    rows = [{"n": 1}, {"n": 2}]
    assert call("template", template="#{{ n }}", rows=rows)["results"] == ["#1", "#2"]


def test_escaping(call: Any) -> None:
    fields = {"template": "{{ x }}", "data": {"x": "<b>"}}
    assert call("template", **fields)["result"] == "<b>"
    assert call("template", **fields, escape_html=True)["result"] == "&lt;b&gt;"


def test_undefined_names(call: Any) -> None:
    assert call("template", template="{{ nope }}", data={}) == (422, "TEMPLATE_INVALID")
    assert call("template", template="[{{ nope }}]", data={}, strict=False)["result"] == "[]"


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{% include '/etc/passwd' %}",
        "{% if %}",
        "{{ 'x' * 1000000000 }}",
    ],
)
def test_what_a_template_cannot_do(call: Any, template: str) -> None:
    status, code = call("template", template=template, data={})
    assert (status, code) in {(422, "TEMPLATE_INVALID"), (422, "RESOURCE_LIMIT")}
    assert call("template", template="ok", data={})["result"] == "ok"


def test_mustache(call: Any) -> None:
    template = "{{#items}}{{name}} {{{name}}}{{^last}}, {{/last}}{{/items}}{{nope}}"
    data = {"items": [{"name": "<A>"}, {"name": "B", "last": True}]}
    fields = {"template": template, "syntax": "mustache"}
    assert call("template", **fields, data=data)["result"] == "&lt;A&gt; <A>, B B"
    assert call("template", template="{{a}}", syntax="mustache", rows=[{"a": 1}, {"a": True}])["results"] == [
        "1",
        "true",
    ]


@pytest.mark.parametrize("template", ["{{#a}}", "{{/a}}", "{{a", "{{}}", "{{= =}}"])
def test_broken_mustache(call: Any, template: str) -> None:
    assert call("template", template=template, data={"a": 1}, syntax="mustache") == (422, "TEMPLATE_INVALID")


def test_mustache_reaches_nothing(call: Any) -> None:
    fields = {"data": {"a": "x"}, "syntax": "mustache"}
    for template in ("{{a.__class__}}", "{{> /etc/passwd}}", "{{#a}}{{__class__}}{{/a}}", "{{a.upper}}"):
        assert call("template", template=template, **fields)["result"] == ""
    answer = call("template", template="{{a}}", strict=True, **fields)
    assert answer == (422, "VALIDATION_ERROR")
