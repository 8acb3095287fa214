"""What benchmarks share: servers as processes, bounded load, CPU and memory, tables with machine facts.

A benchmark is a module `benchmarks/NAME.py` with `main() -> None` that measures, then calls `Report.write()`.
Contenders run interleaved, so that a noisy minute hits all of them alike; a table gives medians and ratios.
See benchmarks/example.md for a whole one.
"""

from benchmarks.harness.http_load import Load, LoadResult, run_load
from benchmarks.harness.interleaving import Samples, interleave, ratio
from benchmarks.harness.machine import machine_facts
from benchmarks.harness.process_usage import MemoryPeak, cpu_seconds, memory_bytes, settled_memory_bytes
from benchmarks.harness.reporting import Report
from benchmarks.harness.servers import Server, serve_app

__all__ = [
    "Load",
    "LoadResult",
    "MemoryPeak",
    "Report",
    "Samples",
    "Server",
    "cpu_seconds",
    "interleave",
    "machine_facts",
    "memory_bytes",
    "ratio",
    "run_load",
    "serve_app",
    "settled_memory_bytes",
]
