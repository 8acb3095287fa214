"""The abstract is that of Rose et al. (2010), "Automatic keyword extraction from individual documents"."""

import stopwordsiso

from flowforge_llm.core.tasks.text.keywords import keywords_of

ABSTRACT = (
    "Compatibility of systems of linear constraints over the set of natural numbers. Criteria of "
    "compatibility of a system of linear Diophantine equations, strict inequations, and nonstrict "
    "inequations are considered. Upper bounds for components of a minimal set of solutions and algorithms "
    "of construction of minimal generating sets of solutions for all types of systems are given. These "
    "criteria and the corresponding algorithms for constructing a minimal supporting set of solutions can "
    "be used in solving all the considered types of systems and systems of mixed types."
)
BY_HAND = {  # what the paper's human indexers assigned, where it stands in the abstract in these words
    "linear constraints",
    "linear diophantine equations",
    "nonstrict inequations",
    "strict inequations",
    "minimal generating sets",
    "upper bounds",
}


def test_most_of_what_people_chose_is_found() -> None:
    found = keywords_of(ABSTRACT, stopwordsiso.stopwords("en"), 12)
    assert found[0].score == 1
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(BY_HAND & {one.phrase.casefold() for one in found}) >= 4


def test_places_are_where_the_words_stand() -> None:
    for one in keywords_of(ABSTRACT, stopwordsiso.stopwords("en"), 30):
        assert one.places
        for place in one.places:
            assert ABSTRACT[place.start : place.end].casefold() == one.phrase.casefold()


def test_a_text_of_stop_words_has_none() -> None:
    assert keywords_of("It is what it is.", stopwordsiso.stopwords("en"), 5) == []
