"""Install vLLM where it is missing or old, then print the command line of its server; `--run` becomes it."""

import argparse
import os
import shlex
import sys

from tools.vllm_cpu.environment import UnfitMachine, prepare
from tools.vllm_cpu.server import VARIABLES, command, environment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.vllm_cpu", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1")
    parser.add_argument("--run", action="store_true", help="serve in place of this process")
    chosen, options = parser.parse_known_args()
    try:
        prepare()
    except UnfitMachine as error:
        print(error, file=sys.stderr)
        return 1
    words = command(chosen.port, *options)
    if chosen.run:
        os.execve(words[0], words, environment())  # noqa: S606 - no shell is wanted: the words are a list
    print(shlex.join(["env", *(f"{name}={value}" for name, value in VARIABLES.items()), *words]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
