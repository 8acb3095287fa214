from flowforge_ocr.engines.geometry import Box, Quad


def test_a_part_of_a_level_line_is_cut_from_left_to_right() -> None:
    assert Quad.of_box(Box(0, 0, 100, 10)).along(0.25, 0.5).box == (25, 0, 50, 10)


def test_a_part_of_a_vertical_line_is_cut_from_the_top() -> None:
    assert Quad.of_box(Box(0, 0, 10, 100)).along(0.25, 0.5).box == (0, 25, 10, 50)


def test_a_moved_quad_keeps_its_size() -> None:
    assert Quad.of_box(Box(1, 2, 3, 4)).moved(10, 20).box == (11, 22, 13, 24)
