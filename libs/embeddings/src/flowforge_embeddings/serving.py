"""Serve one embedding model over OpenAI's HTTP API: `python -m flowforge_embeddings.serving --model NAME`.

Prints its base URL when the model is loaded, and exits when its standard input is closed.
"""

import argparse
import asyncio
import base64
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import numpy as np
import orjson
from aiohttp import web
from numpy.typing import NDArray

from flowforge_embeddings.models import EmbeddingModel, InputType
from flowforge_embeddings.weights import WeightsMissing, report_missing_weights

Route = Callable[[Any], Awaitable[Any]]


class Engine(Protocol):
    """A loaded model."""

    @property
    def model(self) -> EmbeddingModel: ...

    def counts(self, texts: list[str], input_type: InputType) -> list[int]: ...

    def embed(self, texts: list[str], input_type: InputType) -> NDArray[np.float32]: ...


class _TextTooLong(ValueError):
    def __init__(self, count: int, limit: int, index: int) -> None:
        super().__init__(f"text {index} ({count} tokens) exceeds the available context size ({limit} tokens)")
        self.details = {"n_prompt_tokens": count, "n_ctx": limit, "index": index}


class EmbeddingServer:
    """Serves /v1/embeddings, /count, /tokenize and /detokenize. One batch runs at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64 << 20)
        application.router.add_post("/v1/embeddings", self._answering(self._embeddings))
        application.router.add_post("/count", self._answering(self._count))
        application.router.add_post("/tokenize", self._answering(self._tokenize))
        application.router.add_post("/detokenize", self._answering(self._detokenize))
        return application

    def _answering(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                return _json(200, await route(orjson.loads(await request.read())))
            except _TextTooLong as error:
                error_type = "exceed_context_size_error"
                return _error(str(error), {"type": error_type, **error.details})
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                return _error(f"{type(error).__name__}: {error}", {})

        return answer

    async def _embeddings(self, request: Any) -> Any:
        texts, input_type = _texts(request), _input_type(request)
        async with self._turn:
            vectors, tokens = await asyncio.to_thread(
                self._embed, texts, input_type, averages=request.get("long_texts") == "average"
            )
        is_packed = request.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": index, "embedding": _packed(vector) if is_packed else vector}
            for index, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": data, "model": request.get("model"), "usage": usage}

    def _embed(
        self, texts: list[str], input_type: InputType, *, averages: bool
    ) -> tuple[NDArray[np.float32], int]:
        counts = self._engine.counts(texts, input_type)
        limit = self._engine.model.max_tokens
        for index, count in enumerate(counts):
            if count > limit and not averages:
                raise _TextTooLong(count, limit, index)
        return self._engine.embed(texts, input_type), sum(counts)

    async def _count(self, request: Any) -> Any:
        return {"tokens": self._engine.counts(_texts(request), _input_type(request))}

    async def _tokenize(self, request: Any) -> Any:
        return {"tokens": self._ability("tokenize")(request["content"])}

    async def _detokenize(self, request: Any) -> Any:
        return {"content": self._ability("detokenize")(request["tokens"])}

    def _ability(self, name: str) -> Callable[[Any], Any]:
        found: Callable[[Any], Any] | None = getattr(self._engine, name, None)
        if found is None:
            raise ValueError(f"the engine of {self._engine.model.name} does not {name}")
        return found


def _texts(request: Any) -> list[str]:
    given = request["input"]
    return [given] if isinstance(given, str) else [str(text) for text in given]


def _input_type(request: Any) -> InputType:
    return "document" if request.get("input_type") == "document" else "query"


def _error(message: str, details: dict[str, Any]) -> web.Response:
    return _json(400, {"error": {"code": 400, "message": message, **details}})


def _json(status: int, answer: Any) -> web.Response:
    body = orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
    return web.Response(status=status, body=body, content_type="application/json")


def _packed(vector: NDArray[np.float32]) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def load_engine(name: str, threads: int) -> Engine:
    """Load the model called *name*. Raises WeightsMissing."""
    if name == "all-minilm-l6-v2":
        from flowforge_embeddings.minilm import MiniLm  # noqa: PLC0415 - only the chosen engine is imported

        return MiniLm(threads)
    from flowforge_embeddings.e5 import E5  # noqa: PLC0415 - likewise

    return E5(threads)


async def serve(engine: Engine) -> None:
    """Serve until standard input is closed."""
    runner = web.AppRunner(EmbeddingServer(engine).application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    _, port = runner.addresses[0]
    sys.stdout.write(f"http://127.0.0.1:{port}/v1\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.buffer.read)
    await runner.cleanup()


def main() -> None:
    """Load the model and serve it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    try:
        engine = load_engine(arguments.model, arguments.threads)
    except WeightsMissing as error:
        sys.exit(report_missing_weights(error))
    asyncio.run(serve(engine))


if __name__ == "__main__":
    main()
