"""Detect the encoding of a text: base16 to base85, URL, HTML, quoted-printable or punycode."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.detection import MAX_CHARACTERS, guess
from flowforge_crypto.core.encodings.schemes import Scheme
from flowforge_crypto.core.encodings.text import PlaintextIsBinary, encode, present
from servicekit import RequestBody, operation

PREVIEW_BYTES = 200


class DetectRequest(RequestBody):
    text: Annotated[str, Field(max_length=MAX_CHARACTERS, description="The text whose encoding is unknown.")]


class Candidate(BaseModel):
    scheme: Scheme = Field(description="An encoding that the text could have.")
    confidence: float = Field(description="Between 0 and 1.")
    preview: str = Field(description="The first 200 bytes decoded, in hexadecimal if they are no text.")


class DetectResult(BaseModel):
    scheme: Scheme | None = Field(description="The most likely; null if the text looks plain.")
    candidates: list[Candidate] = Field(
        description="Encodings that fit, the likeliest first; empty if none does."
    )


@operation("/detect", example={"text": "SGVsbG8sIHdvcmxkIQ=="}, secret=True)
def detect_encoding(request: DetectRequest) -> DetectResult:
    found = guess(request.text)
    candidates = [
        Candidate(scheme=one.scheme, confidence=one.confidence, preview=_preview(one.decoded))
        for one in found
    ]
    likely = found[0].scheme if found and found[0].confidence >= 0.5 else None  # noqa: PLR2004 - more likely than not
    return DetectResult(scheme=likely, candidates=candidates)


def _preview(decoded: bytes) -> str:
    head = decoded[:PREVIEW_BYTES]
    try:
        return present(head, "utf-8")
    except PlaintextIsBinary:
        return encode(head, "hex")
