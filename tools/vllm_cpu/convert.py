"""Unpack a GGUF file into a folder that vLLM reads: `convert.py WEIGHTS.gguf FOLDER`.

It runs in vLLM's environment, whose packages are not installed where types are checked: hence import_module.
"""

import os
import sys
from importlib import import_module
from pathlib import Path


def convert(weights: Path, folder: Path) -> None:
    """Write config, tokenizer, chat template and weights, dequantized to bfloat16."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # whatever is missing is an error here, not a download
    os.environ["TQDM_DISABLE"] = "1"
    transformers, torch = import_module("transformers"), import_module("torch")
    transformers.utils.logging.disable_progress_bar()
    source = {"pretrained_model_name_or_path": str(weights.parent), "gguf_file": weights.name}
    dense = transformers.GgufConfig(dequantize=True)
    model = transformers.AutoModelForCausalLM.from_pretrained(
        **source, quantization_config=dense, dtype=torch.bfloat16
    )
    model.save_pretrained(folder)
    transformers.AutoTokenizer.from_pretrained(**source).save_pretrained(folder)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
