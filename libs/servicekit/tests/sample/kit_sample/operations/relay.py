"""Relay words as a document or as a stream, and tell failures as another protocol does."""

from collections.abc import AsyncIterator

from pydantic import BaseModel

from servicekit import (
    Cache,
    Counter,
    Event,
    EventStream,
    Histogram,
    InvalidInput,
    NotFound,
    OperationError,
    RequestBody,
    operation,
)

relayed = Counter("sample_relayed_words", "Words relayed.", ["way"])
spread = Histogram("sample_relayed_words_per_request", "RelayedWords of one request.", [], [1, 10])


class FailureBody(BaseModel):
    code: str
    message: str


class Failure(BaseModel):
    error: FailureBody


class Shouted:
    """Another protocol: wrong input is 400, and codes are lower case."""

    model: type[BaseModel] = Failure

    def status(self, error: type[OperationError]) -> int:
        return 400 if issubclass(error, InvalidInput) else error.status

    def code(self, error: type[OperationError]) -> str:
        return error.code.lower()

    def render(self, error: OperationError, request_id: str) -> BaseModel:  # noqa: ARG002 - the protocol's
        return Failure(error=FailureBody(code=self.code(type(error)), message=error.text))


class NoWords(NotFound):
    code = "SAMPLE_NO_WORDS"
    message = "There are no words."


class RelayRequest(RequestBody):
    words: list[str]
    stream: bool = False
    keep: bool = False
    fail_at: int = -1


class RelayedWords(BaseModel):
    words: list[str]


class Word(BaseModel):
    word: str


@operation(
    "/relay",
    example={"words": ["a"]},
    errors=[NoWords],
    dialect=Shouted(),
    cache=Cache(hours=1, when=lambda request: request.keep and not request.stream),
)
async def relay_words(request: RelayRequest) -> RelayedWords | EventStream[Word]:
    if not request.words:
        raise NoWords
    relayed.add(len(request.words), way="stream" if request.stream else "document")
    spread.observe(len(request.words))
    return EventStream(_words(request)) if request.stream else RelayedWords(words=request.words)


async def _words(request: RelayRequest) -> AsyncIterator[Event[Word]]:
    for number, word in enumerate(request.words):
        if number == request.fail_at:
            raise NoWords
        yield Event(b'{"word":"%s"}' % word.encode(), None)
    yield Event(b"[DONE]", None)
