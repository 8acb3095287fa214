"""How its server is started: the flags of production, with the sizes of a small machine."""

import os

from tools.vllm_cpu.environment import FOLDER, MODEL, PYTHON

NAME = "smollm2-135m-instruct"
CONTEXT_TOKENS = 2048
SEQUENCES = 8
DRAIN_SECONDS = 20

VARIABLES = {
    "VLLM_CPU_KVCACHE_SPACE": "1",  # GiB: 46,592 tokens of this model
    "VLLM_CACHE_ROOT": str(FOLDER / "cache"),
    "VLLM_CONFIG_ROOT": str(FOLDER / "config"),
    "VLLM_NO_USAGE_STATS": "1",
    "HF_HUB_OFFLINE": "1",
    # Else the first request with logprobs waits 20 s for a C++ compiler, or fails where there is none.
    "TORCHDYNAMO_DISABLE": "1",
}


def command(port: int, *options: str) -> list[str]:
    """Return the words of `vllm serve`; *options* come last and win. Prefix caching is on by default."""
    return [
        *(str(PYTHON.with_name("vllm")), "serve", str(MODEL)),
        *("--served-model-name", NAME),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--dtype", "bfloat16", "--enforce-eager"),
        *("--max-model-len", str(CONTEXT_TOKENS), "--max-num-seqs", str(SEQUENCES)),
        *("--enable-auto-tool-choice", "--tool-call-parser", "hermes", "--tool-strict-level", "parameter"),
        *("--structured-outputs-config.backend", "xgrammar"),
        *("--structured-outputs-config.disable_any_whitespace", "true"),
        *("--scheduling-policy", "priority"),
        *("--enable-prompt-tokens-details", "--enable-server-load-tracking"),
        *("--shutdown-timeout", str(DRAIN_SECONDS)),
        *options,
    ]


def environment() -> dict[str, str]:
    """Return the variables of this process and the server's own."""
    return {**os.environ, **VARIABLES}
