import re

from flowforge_charts import draw_svg, page

ROWS = {"values": [{"a": "</script><script>alert(1)</script>", "b": 1}, {"a": "y", "b": 3}]}
SPEC = {
    "data": ROWS,
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
}


def test_the_page_holds_the_drawing_and_loads_nothing() -> None:
    drawing = draw_svg(SPEC | {"width": 200, "height": 100})
    content = page(drawing, "Sales & <b>costs</b>").decode()
    assert "<title>Sales &amp; &lt;b&gt;costs&lt;/b&gt;</title>" in content
    assert drawing.decode() in content
    assert "default-src 'none'" in content
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", content)


def test_data_cannot_add_a_script() -> None:
    content = page(draw_svg(SPEC | {"width": 200, "height": 100})).decode()
    assert content.count("<script") == 1
    assert "alert(1)" in content


def test_what_the_script_reads_is_in_the_drawing() -> None:
    """Values on hover come from the labels of marks."""
    content = page(draw_svg(SPEC | {"width": 200, "height": 100})).decode()
    assert 'aria-label="a: y; b: 3" role="graphics-symbol"' in content
