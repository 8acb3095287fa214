"""The language model service measured beside its engine's own server: `python -m benchmarks.llm`."""
