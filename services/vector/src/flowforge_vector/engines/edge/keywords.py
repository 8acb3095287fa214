"""Keyword vectors (BM25) of texts in the languages that have stemmers, and of all others without."""

import re
from collections.abc import Iterator
from functools import lru_cache

import qdrant_edge as edge

# ISO 639-1 codes of the languages whose stop words and stemmers the engine has.
LANGUAGES = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_SEGMENTED = {"zh", "ja"}
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,}")
_WORD = re.compile(r"\w+")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_LONGEST_IDEOGRAPHIC = 4
Sparse = tuple[list[int], list[float]]


@lru_cache(maxsize=64)
def _encoder(language: str, average_length: float) -> edge.Bm25:
    if language in LANGUAGES:
        return edge.Bm25(edge.Bm25Config(language=LANGUAGES[language], avg_len=average_length))
    tokenizer = edge.TokenizerType.Multilingual if language in _SEGMENTED else edge.TokenizerType.Word
    return edge.Bm25(
        edge.Bm25Config(
            avg_len=average_length,
            tokenizer=tokenizer,
            stopwords=edge.StopwordsSet(),
            stemmer=edge.DisabledStemmer(),
        )
    )


def encode_documents(language: str, average_length: float, texts: list[str]) -> list[Sparse]:
    """Return the vector of each text: how much each of its words says about it."""
    encoder = _encoder(language, average_length)
    found = [encoder.embed_document(_prepared(text, language)) for text in texts]
    return [(list(one.indices), list(one.values)) for one in found]


def encode_queries(language: str, texts: list[str]) -> list[Sparse]:
    """Return the vector of each query: its words, each with the weight 1."""
    encoder = _encoder(language, 1.0)
    found = [encoder.embed_query(_prepared(text, language)) for text in texts]
    return [(list(one.indices), list(one.values)) for one in found]


def find_matches(language: str, query: str, texts: list[str]) -> list[list[tuple[int, int]]]:
    """Return where each text has words of *query*, in any inflection that has the same stem."""
    encoder = _encoder(language, 1.0)
    wanted = set(encoder.embed_query(_prepared(query, language)).indices)
    known: dict[str, bool] = {}

    def matches(word: str) -> bool:
        if word not in known:
            known[word] = bool(wanted.intersection(encoder.embed_query(_prepared(word, language)).indices))
        return known[word]

    return [
        [(start, end) for start, end in _words(text, language) if matches(text[start:end])] for text in texts
    ]


def _words(text: str, language: str) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        if language in _SEGMENTED and _IDEOGRAPHS.search(found[0]):
            yield from _pieces(found.start(), found.end())
        else:
            yield found.span()


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield every short piece of a run of characters that no spaces separate."""
    for first in range(start, end):
        for last in range(first + 1, min(first + _LONGEST_IDEOGRAPHIC, end) + 1):
            yield first, last


def _prepared(text: str, language: str) -> str:
    """Add the bigrams of Korean words, whose endings vary."""
    if language != "ko":
        return text
    bigrams = (word[place : place + 2] for word in _HANGUL.findall(text) for place in range(len(word) - 1))
    return " ".join([text, *bigrams])
