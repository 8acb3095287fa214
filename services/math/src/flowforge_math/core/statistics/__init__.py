"""Descriptive statistics of columns of any length in flat memory.

Each column is written to disk as doubles while its table is read once; every figure comes from passes over
that file in pieces, and none is an estimate.
"""

import os

# Their pools reserve address space by the core, and a worker may only map so much. Set before they load.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
