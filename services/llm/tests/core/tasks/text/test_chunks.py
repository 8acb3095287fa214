from itertools import pairwise
from pydoc_data.topics import topics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowforge_llm.core.tasks.text.chunks import split

REFERENCE = topics["assignment"]  # of the Python documentation


@given(st.text(), st.integers(1, 50))
def test_pieces_without_overlap_are_the_text(text: str, size: int) -> None:
    chunks = split(text, size)
    assert "".join(chunk.text for chunk in chunks) == text
    assert all(len(chunk.text) <= size for chunk in chunks)


@pytest.mark.parametrize("overlap", [0, 50, 200])
def test_every_piece_stands_where_it_says(overlap: int) -> None:
    chunks = split(REFERENCE, 1000, overlap)
    assert len(chunks) > 5
    assert all(REFERENCE[chunk.start :].startswith(chunk.text) for chunk in chunks)
    for before, after in pairwise(chunks):
        assert before.start < after.start <= before.start + len(before.text) - overlap
    assert chunks[-1].start + len(chunks[-1].text) == len(REFERENCE)


def test_cuts_fall_between_paragraphs_sentences_and_words() -> None:
    assert [chunk.text for chunk in split("One two.\n\nThree four", 14)] == ["One two.\n\n", "Three four"]
    assert [chunk.text for chunk in split("One two. Three four", 13)] == ["One two. ", "Three four"]
    assert [chunk.text for chunk in split("One two three", 8)] == ["One two ", "three"]
    assert [chunk.text for chunk in split("Onetwothree", 8)] == ["Onetwoth", "ree"]
