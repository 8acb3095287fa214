"""Serve a GGUF model by llama.cpp on a free loopback port: `python -m flowforge_llm.engines.llama_server`.

Prints the base URL when the model is loaded, and ends with its standard input.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from flowforge_embeddings import WeightsMissing, report_missing_weights
from flowforge_llm.engines.weights import declared_weights, smollm2_weights


def main() -> None:
    """Load the model and serve it until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--context", type=int, default=4096, help="tokens that each request may have")
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    try:
        weights = declared_weights(arguments.weights) if arguments.weights else smollm2_weights()
    except WeightsMissing as error:
        sys.exit(report_missing_weights(error))
    server = open_server(weights, arguments.context, arguments.parallel, arguments.threads)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()


def open_server(weights: Path, context: int, parallel: int, threads: int) -> Any:
    """Start the server, which serves as long as it is referred to; each slot has its own *context*."""
    import xllamacpp  # type: ignore[import-untyped]  # noqa: PLC0415 - native code without types; heavy

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = context * parallel
    parameters.n_parallel = parallel
    parameters.verbosity = 1
    parameters.cache_ram_mib = 0  # else states of earlier chats are kept, 2 MB each, up to 8 GB
    if threads:
        parameters.cpuparams.n_threads = threads
    return xllamacpp.Server(parameters)


if __name__ == "__main__":
    main()
