"""Serve embeddings of all-MiniLM-L6-v2 as OpenAI's API does: `python -m flowforge_llm.engines.minilm_server`.

Prints its base URL when the model is loaded, and ends with its standard input. A text's vector is the mean
over its tokens, of length 1, as the model's authors say.
"""

import argparse
import asyncio
import base64
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped] # has no types
import orjson
from aiohttp import web
from numpy.typing import NDArray
from tokenizers import Tokenizer

from flowforge_llm.engines.weights import WeightsMissing, minilm_tokenizer, minilm_weights, tell

Route = Callable[[Any], Awaitable[Any]]
Vectors = NDArray[np.float32]
MAX_TOKENS = 256
_BATCH = 32


class TextTooLong(ValueError):
    """A text has more tokens than the model looks at."""

    def __init__(self, count: int) -> None:
        super().__init__(f"request ({count} tokens) exceeds the available context size ({MAX_TOKENS} tokens)")
        self.count = count


class Embedder:
    """The model and its tokenizer."""

    def __init__(self, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(minilm_weights()), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [one.name for one in self._session.get_inputs()]
        self.tokenizer = Tokenizer.from_file(str(minilm_tokenizer()))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def embed(self, texts: list[str]) -> tuple[Vectors, int]:
        """Return a row of length 1 for each text, and how many tokens there were. Raises TextTooLong."""
        tokens = [one.ids for one in self.tokenizer.encode_batch(texts)]
        longest = max((len(ids) for ids in tokens), default=0)
        if longest > MAX_TOKENS:
            raise TextTooLong(longest)
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
        rows = np.empty((len(tokens), 384), np.float32)
        for start in range(0, len(order), _BATCH):
            indices = order[start : start + _BATCH]
            rows[indices] = self._run([tokens[index] for index in indices])
        return rows, sum(map(len, tokens))

    def _run(self, tokens: list[list[int]]) -> Vectors:
        width = max(map(len, tokens))
        ids = np.zeros((len(tokens), width), np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(tokens):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        vectors: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors


class EmbeddingServer:
    """Three addresses, as llama.cpp's server has them. One batch runs at a time: it uses every thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64 << 20)
        application.router.add_post("/v1/embeddings", self._answering(self._embeddings))
        application.router.add_post("/tokenize", self._answering(self._tokenize))
        application.router.add_post("/detokenize", self._answering(self._detokenize))
        return application

    def _answering(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                return _json(200, await route(orjson.loads(await request.read())))
            except TextTooLong as error:
                numbers = {"n_prompt_tokens": error.count, "n_ctx": MAX_TOKENS}
                told = {"code": 400, "message": str(error), "type": "exceed_context_size_error", **numbers}
                return _json(400, {"error": told})
            except (ValueError, KeyError, TypeError) as error:
                return _json(400, {"error": {"code": 400, "message": f"{type(error).__name__}: {error}"}})

        return answer

    async def _embeddings(self, request: Any) -> Any:
        given = request["input"]
        texts = [given] if isinstance(given, str) else [str(text) for text in given]
        async with self._turn:
            vectors, tokens = await asyncio.to_thread(self._embedder.embed, texts)
        as_text = request.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": index, "embedding": _packed(vector) if as_text else vector}
            for index, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": data, "model": request.get("model"), "usage": usage}

    async def _tokenize(self, request: Any) -> Any:
        return {"tokens": self._embedder.tokenizer.encode(request["content"]).ids}

    async def _detokenize(self, request: Any) -> Any:
        return {"content": self._embedder.tokenizer.decode(request["tokens"])}


def _json(status: int, answer: Any) -> web.Response:
    body = orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
    return web.Response(status=status, body=body, content_type="application/json")


def _packed(vector: Vectors) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


async def serve(embedder: Embedder) -> None:
    """Serve until standard input ends."""
    runner = web.AppRunner(EmbeddingServer(embedder).application())
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
    parser.add_argument("--context", type=int)
    parser.add_argument("--parallel", type=int)
    parser.add_argument("--threads", type=int, default=0)
    try:
        embedder = Embedder(parser.parse_args().threads)
    except WeightsMissing as error:
        sys.exit(tell(error))
    asyncio.run(serve(embedder))


if __name__ == "__main__":
    main()
